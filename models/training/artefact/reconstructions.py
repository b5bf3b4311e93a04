"""Genuine faces as decoders draw them, each beside the genuine face at the same softness. Without that a reconstruction
would differ from its face by its blur above all, and a detector of blur calls every messenger's clip a fake."""

import csv
import hashlib
from pathlib import Path

import cv2
import numpy as np

from .autoencoders import HELD_OUT, TRAINED_ON, Autoencoder, Build, fit, reconstruct
from .faces import Pictures
from .recordings import RECONSTRUCTIONS, RECONSTRUCTION_COLUMNS, Recording

# Faces that an autoencoder is fitted to.
EXAMPLES = 1500
BATCH = 16
# How much of the reconstruction there is in the picture; the rest is the genuine face.
SHARES = (0.6, 1.0)
QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 98]
FINEST_PX, LARGEST_BLUR, HALVINGS = 1.0, 4.0, 7


def write_reconstructions(folder: Path, training: list[Recording], held_out: list[Recording], steps: int, seed: int) -> int:
    """Of each genuine face one, beside the exported ones; held-out people go through a network of their own. Autoencoders are
    fitted to faces of training alone. Returns their number."""
    pictures = Pictures(folder)
    names = [sorted({name for recording in some for name in recording.genuine}) for some in (training, held_out)]
    chosen = np.random.default_rng(seed).permutation(names[0])[:EXAMPLES]
    examples = np.stack([pictures[name] for name in chosen])
    parts = [(build, [name for name in names[0] if _number(name) % len(TRAINED_ON) == place]) for place, build in enumerate(TRAINED_ON)]
    rows = []
    for build, faces in [*parts, (HELD_OUT, names[1])]:
        network = fit(build, examples, steps, seed)
        for start in range(0, len(faces), BATCH):
            rows += _reconstructed(network, build, faces[start : start + BATCH], pictures, folder)
        print(f"{build.name}: {len(faces)} faces", flush=True)
    # Last, and at once: an interrupted run leaves no table.
    partial = folder / f"{RECONSTRUCTIONS}.part"
    with open(partial, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(RECONSTRUCTION_COLUMNS)
        table.writerows(sorted(rows))
    partial.replace(folder / RECONSTRUCTIONS)
    return len(rows)


def _reconstructed(network: Autoencoder, build: Build, names: list[str], pictures: Pictures, folder: Path) -> list[tuple[str, ...]]:
    genuine = np.stack([pictures[name] for name in names])
    rows = []
    for name, face, drawn in zip(names, genuine, reconstruct(network, genuine)):
        share = SHARES[0] + (SHARES[1] - SHARES[0]) * _number(name) / 2**32
        forged = cv2.addWeighted(drawn, share, face, 1 - share, 0)
        files = [f"{Path(name).stem}-{kind}.jpg" for kind in ("drawn", "soft")]
        for file, picture in zip(files, (forged, softened(face, forged))):
            cv2.imwrite(str(folder / file), picture, QUALITY)
        rows.append((name, *files, build.name))
    return rows


def softened(face: np.ndarray, like: np.ndarray) -> np.ndarray:
    """The face, blurred until it has no more fine detail than the other picture; itself where it has not."""
    wanted = _detail(like)
    if _detail(face) <= wanted:
        return face
    low, high = 0.0, LARGEST_BLUR
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _detail(cv2.GaussianBlur(face, (0, 0), middle)) > wanted else (low, middle)
    return cv2.GaussianBlur(face, (0, 0), high)


def _detail(picture: np.ndarray) -> float:
    """Mean absolute difference to itself without what is finer than a pixel or two."""
    return float(cv2.absdiff(picture, cv2.GaussianBlur(picture, (0, 0), FINEST_PX)).mean())


def _number(name: str) -> int:
    """In [0, 2^32), on every machine the same."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
