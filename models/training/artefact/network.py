"""EfficientNet-Lite0 (Tan and Le, ICML 2019; the Lite edition has no squeeze-and-excitation and ReLU6 throughout) with an
embedding and a map of where a blend's boundary runs.

Batch norms are folded into the convolutions before the training starts, and all weights are trained: half the time a step, and
a batch of thirds has no statistics worth keeping. 3.6 million parameters.
"""

import torch
import torch.nn.functional as functional
from torch import nn

# Kernel, stride of the first, expansion, channels, repeats.
BLOCKS = ((3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1))
STEM, FEATURES = 32, 1280
# Blocks up to the last one with a stride of 16: there the map is read.
MAP_BLOCKS, MAP_CHANNELS, MAP_STRIDE = 11, 112, 16
# Share of the map's cells whose mean stands for the whole: a seam runs through few of them.
MAP_TOP = 0.1
# Log odds of a seam in a cell of which nothing is known.
NO_SEAM = -2.0


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
        self.expand = nn.Conv2d(inputs, wide, 1) if expansion > 1 else None
        self.depthwise = Depthwise(wide, wide, kernel, stride, kernel // 2, groups=wide)
        self.project = nn.Conv2d(wide, outputs, 1)

    def forward(self, x):
        wide = x if self.expand is None else functional.relu6(self.expand(x))
        narrow = self.project(functional.relu6(self.depthwise(wide)))
        return x + narrow if self.shortcut else narrow


class ArtefactEmbedder(nn.Module):
    """(N, 3, H, W), RGB scaled to [-1, 1] -> embeddings (N, length), not yet brought to unit length, and a map (N, H / 16, W / 16)
    of log odds that a blend's boundary runs through a cell."""

    def __init__(self, length: int):
        super().__init__()
        self.stem = nn.Conv2d(3, STEM, 3, 2, 1)
        blocks, channels = [], STEM
        for kernel, stride, expansion, outputs, repeats in BLOCKS:
            for repeat in range(repeats):
                blocks.append(InvertedResidual(channels, outputs, kernel, stride if repeat == 0 else 1, expansion))
                channels = outputs
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Conv2d(channels, FEATURES, 1)
        self.map = nn.Conv2d(MAP_CHANNELS, 1, 1)
        # Seams are rare: a map that expects none does not shake the features as the training begins.
        self.map.bias = nn.Parameter(torch.tensor([NO_SEAM]))
        self.dropout = nn.Dropout(0.3)
        # What the features of the whole face say, and the map's highest cells.
        self.embedding = nn.Linear(FEATURES + 1, length)

    def features(self, x):
        """(N, 3, H, W) -> what the last convolution says of the whole face (N, 1280), and the map."""
        x = functional.relu6(self.stem(x))
        for block in self.blocks[:MAP_BLOCKS]:
            x = block(x)
        boundary = self.map(x).squeeze(1).float()
        for block in self.blocks[MAP_BLOCKS:]:
            x = block(x)
        return functional.relu6(self.head(x)).mean((2, 3)).float(), boundary

    def forward(self, x):
        pooled, boundary = self.features(x)
        joined = torch.cat([self.dropout(pooled), pooled_map(boundary)], 1)
        with torch.autocast(x.device.type, enabled=False):
            return self.embedding(joined), boundary


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
