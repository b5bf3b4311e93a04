"""The trained embedder as ONNX. Convolutions swallow their batch norms, and weights are kept in 8 bits, one scale a
channel: a quarter of the size, spread to float32 again when the file is loaded, so inference runs as before."""

from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .network import ArtefactEmbedder

OPSET = 13


class Stored8Bit(nn.Module):
    """A convolution or linear map whose weights lie between -127 and 127 times their output channel's scale."""

    def __init__(self, layer: nn.Conv2d | nn.Linear):
        super().__init__()
        weight = layer.weight.detach()
        axes = tuple(range(1, weight.ndim))
        scale = weight.abs().amax(axes, keepdim=True).clamp_min(1e-12) / 127
        self.register_buffer("weight", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("bias", layer.bias.detach())
        self.convolution = None if isinstance(layer, nn.Linear) else (layer.stride, layer.padding, layer.dilation, layer.groups)

    def forward(self, x):
        weight = self.weight.float() * self.scale
        return functional.linear(x, weight, self.bias) if self.convolution is None else functional.conv2d(x, weight, self.bias, *self.convolution)


def compact(embedder: ArtefactEmbedder) -> ArtefactEmbedder:
    """The same embedder, fused and in 8 bits, for inference alone; changes the one given."""
    embedder.eval()
    for module in list(embedder.modules()):
        if isinstance(module, nn.Sequential) and len(module) > 1 and isinstance(module[1], nn.BatchNorm2d):
            module[0] = Stored8Bit(fuse_conv_bn_eval(module[0], module[1]))
            module[1] = nn.Identity()
    embedder.embedding = Stored8Bit(embedder.embedding)
    return embedder


def export(embedder: ArtefactEmbedder, path: Path, picture_px: int) -> None:
    """Input "image": (N, 3, px, px), RGB in [-1, 1]. Output "embedding": (N, length) of unit length."""
    example = torch.zeros(1, 3, picture_px, picture_px)
    torch.onnx.export(
        compact(embedder.cpu()), example, path, opset_version=OPSET, input_names=["image"], output_names=["embedding"],
        dynamic_axes={"image": {0: "faces"}, "embedding": {0: "faces"}}, do_constant_folding=False,
    )
