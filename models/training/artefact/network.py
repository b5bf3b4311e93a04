"""EfficientNet-Lite (Tan and Le, ICML 2019; the Lite edition has no squeeze-and-excitation and ReLU6 throughout) with an
embedding and a map of where a blend's boundary runs.

Batch norms stay in the network while it is trained and are folded into the convolutions when it is exported. Folded before the
training, a network of ours drifted until every feature stood at an end of its ReLU6 (docs/detector.md).
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn
from torch.nn.utils import fuse_conv_bn_eval

# Kernel, stride of the first, expansion, channels, repeats.
BLOCKS = ((3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1))
STEM = 32
# Of a face, after the last convolution: as published, and of a network that ends earlier.
FEATURES, LOCAL_FEATURES = 1280, 256
# Of the published networks' batch norms.
EPSILON = 1e-3
# Pixels of the picture between the map's cells; it is read after the last block that is not coarser.
MAP_STRIDE = 16
# Share of the map's cells whose mean stands for the whole: a seam runs through few of them.
MAP_TOP = 0.1
# Log odds of a seam in a cell of which nothing is known.
NO_SEAM = -2.0


@dataclass(frozen=True)
class Scale:
    """How much wider and deeper than Lite0 a network is."""

    width: float
    depth: float


# Edition of EfficientNet-Lite -> its scale. Lite2 has 4.9 million parameters, Lite0 3.6.
SCALES = (Scale(1.0, 1.0), Scale(1.0, 1.1), Scale(1.1, 1.2))


class Convolution(nn.Sequential):
    """A convolution and its batch norm, which also stands here when both have become one convolution."""

    def __init__(self, layer: nn.Conv2d):
        super().__init__(layer, nn.BatchNorm2d(layer.out_channels, EPSILON))


class Depthwise(nn.Conv2d):
    """One filter a channel, in float32 also inside a bfloat16 network: its backward is several times slower in bfloat16."""

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class InvertedResidual(nn.Module):
    """Wide inside, narrow between; the shortcut joins the narrow ends."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int):
        super().__init__()
        wide = inputs * expansion
        self.shortcut = stride == 1 and inputs == outputs
        self.expand = Convolution(nn.Conv2d(inputs, wide, 1, bias=False)) if expansion > 1 else None
        self.depthwise = Convolution(Depthwise(wide, wide, kernel, stride, kernel // 2, groups=wide, bias=False))
        self.project = Convolution(nn.Conv2d(wide, outputs, 1, bias=False))

    def forward(self, x):
        wide = x if self.expand is None else functional.relu6(self.expand(x))
        narrow = self.project(functional.relu6(self.depthwise(wide)))
        return x + narrow if self.shortcut else narrow


class ArtefactEmbedder(nn.Module):
    """(N, 3, H, W), RGB scaled to [-1, 1] -> embeddings (N, length), not yet brought to unit length, and a map (N, H / 16, W / 16)
    of log odds that a blend's boundary runs through a cell."""

    def __init__(self, length: int, edition: int = 0, blocks: int = 0):
        """blocks: how many of the edition's residual blocks, from the first, are kept; 0 for all. Few of them see small parts of a
        face, and what they find is averaged over it (Chai et al., "What makes fake images detectable?", ECCV 2020)."""
        super().__init__()
        layout = layout_of(SCALES[edition])
        self.is_whole = blocks in (0, len(layout))
        layout = layout[: blocks or None]
        self.stem = Convolution(nn.Conv2d(3, STEM, 3, 2, 1, bias=False))
        self.blocks = nn.ModuleList(InvertedResidual(*shape) for shape in layout)
        strides = 2 * np.cumprod([stride for _, _, _, stride, _ in layout])
        self.map_blocks = int((strides <= MAP_STRIDE).sum())
        _, channels, *_ = layout[self.map_blocks - 1]
        cell = MAP_STRIDE // int(strides[self.map_blocks - 1])
        self.map = nn.Conv2d(channels, 1, cell, cell)
        features = FEATURES if self.is_whole else LOCAL_FEATURES
        self.head = Convolution(nn.Conv2d(layout[-1][1], features, 1, bias=False))
        # Seams are rare: a map that expects none does not shake the features as the training begins.
        self.map.bias = nn.Parameter(torch.tensor([NO_SEAM]))
        self.dropout = nn.Dropout(0.3)
        # What the features of the whole face say, and the map's highest cells.
        self.embedding = nn.Linear(features + 1, length)

    def features(self, x):
        """(N, 3, H, W) -> what the last convolution says of the whole face (N, features), and the map."""
        x = functional.relu6(self.stem(x))
        for block in self.blocks[: self.map_blocks]:
            x = block(x)
        boundary = self.map(x).squeeze(1).float()
        for block in self.blocks[self.map_blocks :]:
            x = block(x)
        return functional.relu6(self.head(x)).mean((2, 3)).float(), boundary

    def forward(self, x):
        pooled, boundary = self.features(x)
        joined = torch.cat([self.dropout(pooled), pooled_map(boundary)], 1)
        with torch.autocast(x.device.type, enabled=False):
            return self.embedding(joined), boundary


def layout_of(scale: Scale) -> list[tuple[int, int, int, int, int]]:
    """Inputs, outputs, kernel, stride and expansion of every block."""
    layout, channels = [], STEM
    for kernel, stride, expansion, outputs, repeats in BLOCKS:
        outputs = widened(outputs, scale.width)
        # The first and the last stage keep their single block.
        for repeat in range(repeats if repeats == 1 else math.ceil(repeats * scale.depth)):
            layout.append((channels, outputs, kernel, stride if repeat == 0 else 1, expansion))
            channels = outputs
    return layout


def widened(channels: int, width: float) -> int:
    """To a multiple of 8, at least nine tenths of what was asked for (Sandler et al., CVPR 2018)."""
    wanted = channels * width
    multiple = max(8, int(wanted + 4) // 8 * 8)
    return multiple if multiple >= 0.9 * wanted else multiple + 8


def folded(module: nn.Module) -> nn.Module:
    """Every batch norm into its convolution: the same figures in half the layers. Changes the module given."""
    for name, child in module.named_children():
        setattr(module, name, fuse_conv_bn_eval(*child) if isinstance(child, Convolution) else folded(child))
    return module


def pooled_map(boundary: torch.Tensor) -> torch.Tensor:
    """(N, h, w) -> (N, 1): mean of the highest tenth of the cells, in [-1, 1]."""
    cells = boundary.flatten(1)
    highest = cells.topk(max(1, int(cells.shape[1] * MAP_TOP)), dim=1).values
    return torch.tanh(highest.mean(1, keepdim=True) / 4)


class ScoreBranch(nn.Module):
    """Cross-entropy branch: log odds of fake, linear in the embedding before it is brought to unit length; it ends with the
    training. Read from the unit sphere, the score's gradient was so steep that features collapsed at this learning rate."""

    def __init__(self, length: int):
        super().__init__()
        self.score = nn.Linear(length, 1)

    def forward(self, embeddings):
        return self.score(embeddings).squeeze(1)
