"""ImageNet weights of Keras's MobileNetV2 in TensorFlow.js's layers format (model.json and its binary shards)."""

import json
import re
from pathlib import Path

import numpy as np
import torch

from .network import ArtefactEmbedder, InvertedResidual

BYTES = {"float32": 4, "uint8": 1, "uint16": 2}


def load_initial(embedder: ArtefactEmbedder, folder: Path) -> None:
    """Raises ValueError when the folder holds another network."""
    stages = list(embedder.features)
    names = [("Conv1", "bn_Conv1"), *[f"block_{n}" if n else "expanded_conv" for n in range(len(stages) - 2)], ("Conv_1", "Conv_1_bn")]
    try:
        tensors = read_tensors(folder)
        for stage, name in zip(stages, names):
            if isinstance(stage, InvertedResidual):
                steps = [(f"{name}_{step}", f"{name}_{step}_BN") for step in ("expand", "depthwise", "project")]
                for layer, (kernel, norm) in zip(stage.layers, steps[-len(stage.layers) :]):
                    fill(layer, tensors, kernel, norm)
            else:
                fill(stage, tensors, *name)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"{folder} does not hold the weights of MobileNetV2; make it with imagenet-weights.mjs") from error


def fill(layer, tensors: dict[str, np.ndarray], kernel: str, norm: str) -> None:
    depthwise = tensors.get(f"{kernel}/depthwise_kernel")
    # TensorFlow: (h, w, in, out) and (h, w, channels, 1); PyTorch: (out, in / groups, h, w).
    weights = tensors[f"{kernel}/kernel"].transpose(3, 2, 0, 1) if depthwise is None else depthwise.transpose(2, 3, 0, 1)
    state = {"0.weight": weights}
    for ours, theirs in (("weight", "gamma"), ("bias", "beta"), ("running_mean", "moving_mean"), ("running_var", "moving_variance")):
        state[f"1.{ours}"] = tensors[f"{norm}/{theirs}"]
    state["1.num_batches_tracked"] = np.array(0)
    layer.load_state_dict({key: torch.from_numpy(np.ascontiguousarray(value)) for key, value in state.items()})


def read_tensors(folder: Path) -> dict[str, np.ndarray]:
    """By name; weights stored in 8 or 16 bits are spread to float32 again."""
    tensors = {}
    for group in json.loads((folder / "model.json").read_text())["weightsManifest"]:
        data = b"".join((folder / path).read_bytes() for path in group["paths"])
        at = 0
        for weight in group["weights"]:
            stored = weight.get("quantization")
            kind = stored["dtype"] if stored else weight["dtype"]
            size = int(np.prod(weight["shape"]))
            values = np.frombuffer(data, kind, size, at).astype(np.float32)
            at += size * BYTES[kind]
            if stored:
                values = values * np.float32(stored["scale"]) + np.float32(stored["min"])
            tensors[re.sub(r"^.*?/(?=[^/]+/[^/]+$)", "", weight["name"])] = values.reshape(weight["shape"])
    return tensors
