"""Small autoencoders, each of another build. What they leave in a face has no seam: everything went through a decoder, as
in a talking head that a network drew. Rajan et al. 2024 ("Aligned Datasets Improve Detection of Latent Diffusion-Generated
Images") train detectors of whole synthetic pictures on such reconstructions alone; theirs are of one large autoencoder,
these of several that a CPU trains in minutes."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn

CROP_PX = 64
# Side of the squares whose mean colour passes by.
LIGHT_PX = 8
BATCH = 16
LEARNING_RATE = 2e-3


@dataclass(frozen=True)
class Build:
    """channels: of the code, which has a quarter of the picture's side; enlarging: how the decoder doubles a side, which is
    what leaves the plainest trace (Odena et al. 2016, "Deconvolution and Checkerboard Artifacts")."""

    channels: int
    enlarging: str

    @property
    def name(self) -> str:
        return f"{self.enlarging}-{self.channels}"


TRAINED_ON = (
    Build(8, "nearest"),
    Build(8, "shuffle"),
    Build(4, "nearest"),
    Build(4, "shuffle"),
)
# No face of training goes through this one: figures say how far a network is told that was never seen.
HELD_OUT = Build(6, "bilinear")


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1), nn.LeakyReLU(0.1), nn.Conv2d(width, width, 3, 1, 1))

    def forward(self, x):
        return x + self.layers(x)


def doubled(inputs: int, outputs: int, enlarging: str) -> list[nn.Module]:
    if enlarging == "shuffle":
        return [nn.Conv2d(inputs, outputs * 4, 3, 1, 1), nn.PixelShuffle(2)]
    return [nn.Upsample(scale_factor=2, mode=enlarging), nn.Conv2d(inputs, outputs, 3, 1, 1)]


class Autoencoder(nn.Module):
    """(N, 3, h, w) in [-1, 1] -> the same; sides are multiples of 8. Light and colour pass by the code, which has the rest:
    in minutes of training they would not come back as they were, and would tell forgeries by nothing that decoders leave."""

    def __init__(self, build: Build):
        super().__init__()
        fine, middle, coarse = 16, 32, 64
        self.encoder = nn.Sequential(
            nn.Conv2d(3, fine, 3, 1, 1), nn.LeakyReLU(0.1),
            nn.Conv2d(fine, middle, 3, 2, 1), nn.LeakyReLU(0.1),
            nn.Conv2d(middle, coarse, 3, 2, 1), Residual(coarse),
            nn.Conv2d(coarse, build.channels, 1),
        )
        self.decoder = nn.Sequential(
            nn.Conv2d(build.channels, coarse, 3, 1, 1), Residual(coarse), nn.LeakyReLU(0.1),
            *doubled(coarse, middle, build.enlarging), nn.LeakyReLU(0.1),
            *doubled(middle, fine, build.enlarging), nn.LeakyReLU(0.1),
            nn.Conv2d(fine, 3, 3, 1, 1),
        )

    def forward(self, x):
        light = functional.interpolate(functional.avg_pool2d(x, LIGHT_PX), scale_factor=LIGHT_PX, mode="bilinear")
        return light + self.decoder(self.encoder(x - light))


def fit(build: Build, pictures: np.ndarray, steps: int, seed: int) -> Autoencoder:
    """pictures: (N, h, w, 3) uint8, at least 64 px a side. Minimises the mean absolute error of levels and of their steps from
    pixel to pixel, which keeps the reconstruction from being merely blurred."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = Autoencoder(build).to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        crops = to_tensor(np.stack([_crop(pictures[rng.integers(len(pictures))], rng) for _ in range(BATCH)]))
        loss = _difference(network(crops), crops)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
    return network.eval()


@torch.no_grad()
def reconstruct(network: Autoencoder, pictures: np.ndarray) -> np.ndarray:
    """(N, h, w, 3) uint8 -> the same."""
    result = network(to_tensor(pictures)).clamp(-1, 1)
    return ((result + 1) * 127.5).round().byte().permute(0, 2, 3, 1).contiguous().numpy()


def to_tensor(pictures: np.ndarray) -> torch.Tensor:
    # A picture with its channels last in memory is what the convolutions here like best.
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def _crop(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    top, left = (int(rng.integers(side - CROP_PX + 1)) for side in picture.shape[:2])
    return picture[top : top + CROP_PX, left : left + CROP_PX]


def _difference(made: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    steps = [functional.l1_loss(made.diff(dim=axis), wanted.diff(dim=axis)) for axis in (2, 3)]
    return functional.l1_loss(made, wanted) + sum(steps)
