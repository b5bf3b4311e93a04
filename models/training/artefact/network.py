"""MobileNetV2 (Sandler et al., CVPR 2018, table 2) with an embedding on the unit sphere in place of its classes.

2.4 million parameters. The last feature map, of 1/32 of the side, is averaged whole; the embedding is a linear map of that
mean, scaled to unit length.
"""

import torch
import torch.nn.functional as functional
from torch import nn

# Expansion, channels, repeats, stride of the first: the paper's table 2.
BLOCKS = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
FEATURES = 1280
# As in Keras, whose ImageNet weights can be loaded.
EPSILON = 1e-3


def convolution(inputs: int, outputs: int, size: int, stride: int = 1, groups: int = 1, active: bool = True):
    layers = [
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=EPSILON, momentum=0.02),
    ]
    return nn.Sequential(*layers, nn.ReLU6(inplace=True)) if active else nn.Sequential(*layers)


class InvertedResidual(nn.Module):
    """Section 3.3: wide inside, narrow between; the shortcut joins the narrow ends."""

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int):
        super().__init__()
        wide = inputs * expansion
        self.shortcut = stride == 1 and inputs == outputs
        self.layers = nn.Sequential(
            *([convolution(inputs, wide, 1)] if expansion > 1 else []),
            convolution(wide, wide, 3, stride, groups=wide),
            convolution(wide, outputs, 1, active=False),
        )

    def forward(self, x):
        return x + self.layers(x) if self.shortcut else self.layers(x)


class ArtefactEmbedder(nn.Module):
    """(N, 3, H, W), RGB scaled to [-1, 1] -> (N, length) of unit length."""

    def __init__(self, length: int):
        super().__init__()
        layers = [convolution(3, 32, 3, 2)]
        channels = 32
        for expansion, outputs, repeats, stride in BLOCKS:
            for repeat in range(repeats):
                layers.append(InvertedResidual(channels, outputs, stride if repeat == 0 else 1, expansion))
                channels = outputs
        layers.append(convolution(channels, FEATURES, 1))
        self.features = nn.Sequential(*layers)
        self.dropout = nn.Dropout(0.2)
        self.embedding = nn.Linear(FEATURES, length)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out")

    def forward(self, x):
        pooled = self.features(x).mean((2, 3))
        return functional.normalize(self.embedding(self.dropout(pooled)), dim=1)


class ScoreBranch(nn.Module):
    """Cross-entropy branch: log odds of fake from the direction of the embedding; it ends with the training."""

    def __init__(self, length: int):
        super().__init__()
        self.direction = nn.Parameter(functional.normalize(torch.randn(length), dim=0))
        self.scale = nn.Parameter(torch.tensor(8.0))
        self.offset = nn.Parameter(torch.tensor(0.0))

    def forward(self, embeddings):
        return self.scale * (embeddings @ functional.normalize(self.direction, dim=0)) + self.offset
