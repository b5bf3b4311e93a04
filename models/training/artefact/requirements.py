"""What the recipe stands on and where it comes from, so that a bare machine gets an answer and no traceback."""

import importlib
import sys

# Module, Debian's package, pip's name.
NEEDED = (
    ("numpy", "python3-numpy", "numpy"),
    ("torch", "python3-torch", "torch"),
    ("cv2", "python3-opencv", "opencv-python-headless"),
    ("av", "python3-av", "av"),
)
# What joins networks needs it, and from PyTorch 2.0 on its exporter, which says so only once the training is over.
ONNX = ("onnx", "python3-onnx", "onnx")


def missing_for_training() -> str | None:
    """What is missing and how to get it; None when everything is there."""
    needed = list(NEEDED)
    if is_importable("torch"):
        import torch

        if int(torch.__version__.split(".")[0]) >= 2:
            needed.append(ONNX)
    return missing(needed)


def missing(needed: list[tuple[str, str, str]]) -> str | None:
    """The same of what is named."""
    absent = [names for names in needed if not is_importable(names[0])]
    if not absent:
        return None
    modules, debian, pip = (" ".join(names) for names in zip(*absent))
    return f"{sys.executable} lacks {modules}; on Debian: apt install {debian} (and use /usr/bin/python3); elsewhere: pip install {pip}"


def is_importable(module: str) -> bool:
    """Imports it: a package may be found and still lack its libraries."""
    try:
        importlib.import_module(module)
    except (ImportError, OSError):
        return False
    return True
