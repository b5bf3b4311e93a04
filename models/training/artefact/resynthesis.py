"""Genuine faces that went through a generator's autoencoder, each beside the face it was made of. What tells the two apart is how
pixels are drawn from latents: no page, person, camera or light. Rajan et al. (ICLR 2025) train on nothing else to tell the pictures
of diffusion models; here the latents are disturbed as well, since a talking head's were never those of a photograph."""

import cv2
import numpy as np

from .autoencoder import Autoencoder

# Talking heads are drawn at many sizes, and faces are a part of their pictures.
SIZES_PX, SIZE_SHARES = (128, 160, 192, 224, 256), (0.25, 0.25, 0.25, 0.15, 0.1)
WAYS, WAY_SHARES = ("plain", "noise", "mix", "face"), (0.3, 0.4, 0.15, 0.15)


def resynthesised(
    face: np.ndarray, other: np.ndarray, landmarks: np.ndarray, autoencoder: Autoencoder, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """face: (h, h, 3) uint8, RGB, of which landmarks (5, 2) name points; other: the same person at another moment, the same size.
    Returns the face, made as small as it was drawn and brought back, and what was drawn: one of

    - plain: latents as they are; noise: with noise, white or smooth; mix: with those of the other moment;
    - face: with noise, and only the face drawn anew, as lip-syncs do.
    """
    px = int(rng.choice(SIZES_PX, p=SIZE_SHARES))
    way = str(rng.choice(WAYS, p=WAY_SHARES))
    original = cv2.resize(face, (px, px), interpolation=cv2.INTER_AREA)
    latents = autoencoder.encode(original)
    if way in ("noise", "face"):
        latents = latents + rng.uniform(0.08, 0.5) * latents.std() * _noise(latents.shape, rng)
    if way == "mix":
        share = rng.uniform(0.15, 0.5)
        latents = (1 - share) * latents + share * autoencoder.encode(cv2.resize(other, (px, px), interpolation=cv2.INTER_AREA))
    if rng.random() < 0.3:
        latents = latents * rng.uniform(0.9, 1.15)
    drawn = autoencoder.decode(latents)
    if way == "face":
        mask = _face_mask(landmarks * px / face.shape[0], px, rng)
        drawn = (mask * drawn + (1 - mask) * original).round().astype(np.uint8)
    return _back(original, face.shape[0]), _back(drawn, face.shape[0])


def _noise(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    noise = rng.normal(size=shape).astype(np.float32)
    # A mean of 3 × 3 latents has a third of their deviation; twice that is enough of a smooth one.
    return noise if rng.random() < 0.5 else 2 * np.stack([cv2.blur(plane, (3, 3)) for plane in noise])


def _face_mask(landmarks: np.ndarray, px: int, rng: np.random.Generator) -> np.ndarray:
    """(px, px, 1) float32 in [0, 1]: an ellipse about the landmarks with a soft edge."""
    mask = np.zeros((px, px), np.float32)
    middle = tuple(int(value) for value in landmarks.mean(0))
    axes = int(px * rng.uniform(0.24, 0.36)), int(px * rng.uniform(0.3, 0.44))
    cv2.ellipse(mask, middle, axes, 0, 0, 360, 1, -1)
    return cv2.GaussianBlur(mask, (0, 0), px * rng.uniform(0.02, 0.08))[..., None]


def _back(picture: np.ndarray, px: int) -> np.ndarray:
    return picture if picture.shape[0] == px else cv2.resize(picture, (px, px), interpolation=cv2.INTER_CUBIC)

