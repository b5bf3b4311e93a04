"""A latent autoencoder, the part of an image or video generator that draws the pixels (Rombach et al., CVPR 2022, section 3.1), as
small as those that decode previews: the form of TAESD (Bohan 2023), of which there are weights for many generators."""

import pickle
from pathlib import Path

import numpy as np
import torch
from torch import nn

WIDTH = 64


class Autoencoder:
    """encode: (h, w, 3) uint8, RGB, sides a multiple of 8 -> latents (channels, h / 8, w / 8); decode: back."""

    def __init__(self, encoder_file: Path, decoder_file: Path):
        """Raises ValueError for a file that holds no such weights."""
        encoding, decoding = _weights(encoder_file), _weights(decoder_file)
        channels, pools = next(reversed(encoding.values())).shape[0], any(".pool." in name for name in encoding)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._encoder = _filled(encoder(channels, pools), encoding, encoder_file).to(self._device)
        self._decoder = _filled(decoder(channels, pools), decoding, decoder_file).to(self._device)

    @torch.no_grad()
    def encode(self, picture: np.ndarray) -> np.ndarray:
        planes = torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))
        return self._encoder(planes[None].to(self._device).float() / 255)[0].cpu().numpy()

    @torch.no_grad()
    def decode(self, latents: np.ndarray) -> np.ndarray:
        planes = self._decoder(torch.from_numpy(latents.astype(np.float32))[None].to(self._device))[0].clamp(0, 1)
        return (planes.permute(1, 2, 0).cpu().numpy() * 255).round().astype(np.uint8)


class Bound(nn.Module):
    def forward(self, latents):
        return torch.tanh(latents / 3) * 3


class Block(nn.Module):
    """Three convolutions and a way past them; with pool, a look at the whole picture before."""

    def __init__(self, pool: bool):
        super().__init__()
        self.conv = nn.Sequential(conv(WIDTH), nn.ReLU(), conv(WIDTH), nn.ReLU(), conv(WIDTH))
        wide = 4 * WIDTH
        self.pool = (
            nn.Sequential(nn.Conv2d(WIDTH, wide, 1, bias=False), nn.GroupNorm(4, wide), nn.ReLU(), nn.Conv2d(wide, WIDTH, 1, bias=False))
            if pool
            else None
        )

    def forward(self, x):
        x = x if self.pool is None else x + self.pool(x)
        return torch.relu(self.conv(x) + x)


def encoder(channels: int, pools: bool) -> nn.Sequential:
    layers = [conv(WIDTH, 3), Block(False)]
    for pool in (False, False, pools):
        layers += [conv(WIDTH, stride=2, bias=False), *(Block(pool) for _ in range(3))]
    return nn.Sequential(*layers, conv(channels))


def decoder(channels: int, pools: bool) -> nn.Sequential:
    layers = [Bound(), conv(WIDTH, channels), nn.ReLU()]
    for pool in (pools, False, False):
        layers += [*(Block(pool) for _ in range(3)), nn.Upsample(scale_factor=2), conv(WIDTH, bias=False)]
    return nn.Sequential(*layers, Block(False), conv(3))


def conv(to: int, of: int = WIDTH, **more) -> nn.Conv2d:
    return nn.Conv2d(of, to, 3, padding=1, **more)


def _weights(path: Path) -> dict[str, torch.Tensor]:
    try:
        weights = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise ValueError(f"{path} holds no weights of PyTorch") from error
    if not isinstance(weights, dict) or not weights:
        raise ValueError(f"{path} holds no weights of an autoencoder")
    return weights


def _filled(network: nn.Sequential, weights: dict[str, torch.Tensor], path: Path) -> nn.Sequential:
    try:
        network.load_state_dict(weights)
    except (RuntimeError, AttributeError) as error:
        raise ValueError(f"{path} holds weights of another network than a TAESD of 8 × 8 pixels a latent") from error
    return network.float().eval()
