"""A mean face, drawn up by hand from the usual proportions, and how it is laid on a face of which five points are known.

Unit: the distance between the pupils; origin: midway between them; y points down.
"""

import numpy as np

# Eyes, nose, corners of the mouth: close to the template that faces are aligned to.
LANDMARKS = np.array([(-0.5, 0), (0.5, 0), (0, 0.57), (-0.41, 1.15), (0.41, 1.15)], np.float32)

CHIN = [(0, 1.86), (0.22, 1.83), (0.45, 1.7)]
JAW = [(0.66, 1.5), (0.83, 1.25), (0.95, 0.95)]
CHEEK = [(1.02, 0.6), (1.06, 0.25)]
TEMPLE = [(1.05, -0.15)]
FOREHEAD = [(1, -0.5), (0.82, -0.83), (0.5, -1.02), (0, -1.1)]
BROW = [(0.88, -0.3), (0.62, -0.46), (0.3, -0.42), (0, -0.36)]
# How far the map goes from the similarity that fits best, which five noisy points can't bend, to the affine one, which follows
# a turned or long face.
TRUST = 0.5


def _mirrored(half: list[tuple[float, float]]) -> np.ndarray:
    """The right half from its first to its last point and back on the other side."""
    return np.array(half + [(-x, y) for x, y in reversed(half) if x > 0], np.float32)


# Closed polygons (n, 2).
REGIONS = {
    "face with forehead": _mirrored(CHIN + JAW + CHEEK + TEMPLE + FOREHEAD),
    "face": _mirrored(CHIN + JAW + CHEEK + TEMPLE + BROW),
    "below the brows": _mirrored(CHIN + JAW + CHEEK + [(0.95, -0.05), (0.5, -0.2), (0, -0.15)]),
    "lower face": _mirrored(CHIN + JAW + [(0.9, 0.8), (0.5, 0.66), (0, 0.64)]),
    "mouth": _mirrored([(0, 1.5), (0.3, 1.42), (0.52, 1.22), (0.5, 1.05), (0.25, 0.92), (0, 0.9)]),
    "eyes": _mirrored([(0, 0.22), (0.45, 0.34), (0.82, 0.22), (0.95, -0.1), (0.8, -0.42), (0.35, -0.5), (0, -0.4)]),
    "nose and mouth": _mirrored([(0, 1.55), (0.35, 1.45), (0.56, 1.2), (0.52, 0.85), (0.32, 0.35), (0.14, 0), (0, -0.05)]),
}


def placement(landmarks: np.ndarray) -> np.ndarray:
    """(2, 3): takes the mean face into the picture whose landmarks (5, 2) are given."""
    ones = np.ones((5, 1), np.float32)
    affine = np.linalg.lstsq(np.hstack([LANDMARKS, ones]), landmarks, rcond=None)[0].T
    # Umeyama's similarity with the points as complex numbers about their means.
    mean, picture = LANDMARKS.mean(0), landmarks.mean(0)
    u, v = (LANDMARKS - mean) @ (1, 1j), (landmarks - picture) @ (1, 1j)
    factor = (u.conj() @ v) / (u.conj() @ u)
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    similarity = np.hstack([turn, (picture - turn @ mean)[:, None]])
    return (similarity + TRUST * (affine - similarity)).astype(np.float32)
