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
# From PyTorch 2.0 on its exporter wants this too, and says so only once the training is over.
EXPORTER = ("onnx", "python3-onnx", "onnx")


def missing_requirements() -> str | None:
    """What is missing and how to get it; None when everything is there."""
    absent = [names for names in NEEDED if not is_importable(names[0])]
    if not any(module == "torch" for module, _, _ in absent):
        import torch

        if int(torch.__version__.split(".")[0]) >= 2 and not is_importable(EXPORTER[0]):
            absent.append(EXPORTER)
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
