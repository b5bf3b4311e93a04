"""Self-blended images (Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", CVPR 2022), drawn anew for every
batch: a face is blended with an altered copy of itself, and what is left to learn is the seam between two statistics.

Where a clip has several frames, the copy may be another moment of it: a mouth that says something else, as after lip-sync. The
genuine partner is what the blend was laid on, altered or not, so that the alteration itself tells nothing.
"""

import cv2
import numpy as np

from .degradation import as_jpeg
from .face_outline import REGIONS, placement

# How often each region is drawn.
SHARES = {"face with forehead": 0.24, "face": 0.24, "below the brows": 0.12, "lower face": 0.16, "mouth": 0.12, "eyes": 0.06, "nose and mouth": 0.06}
# Of another moment only what is often re-animated; a whole face would not lie on its place.
MOVING = {"lower face": 0.5, "mouth": 0.5}
OTHER_MOMENT = 0.3
# The paper's opacities.
OPACITIES = (0.25, 0.5, 0.75, 1, 1, 1)
HARD_EDGE = 0.12
SEAM_PX = 1.5
# A blend that differs from its target by less than this many levels on average within its mask is drawn again, so often.
LEAST_CHANGE, TRIES = 1.0, 3


def self_blend(face: np.ndarray, other: np.ndarray, landmarks: np.ndarray, rng: np.random.Generator):
    """face, other: (h, w, 3) uint8 of one clip, BGR, other at another moment or the same; landmarks: (5, 2) of face.
    -> target (genuine), blend, both like face, and seam (h, w) float32 in [0, 1], 4 m (1 - m) of the mask m at
    full opacity, a little softened, since a hard edge is a seam too."""
    for _ in range(TRIES):
        moved = other is not face and rng.random() < OTHER_MOMENT
        shape = draw_mask(face.shape[0], landmarks, MOVING if moved else SHARES, rng)
        mask = shape * np.float32(rng.choice(OPACITIES))
        source, target = other if moved else face, face
        altered = bool(rng.random() < 0.5)
        source, target = (alter(source, rng), target) if altered else (source, alter(target, rng))
        source = move(source, rng)
        blend = (mask[..., None] * source + (1 - mask[..., None]) * target).round().astype(np.uint8)
        inside = mask > 0.05
        if inside.any() and cv2.absdiff(blend, target)[inside].mean() >= LEAST_CHANGE:
            break
    soft = cv2.GaussianBlur(shape, (0, 0), SEAM_PX)
    return target, blend, 4 * soft * (1 - soft)


def draw_mask(side: int, landmarks: np.ndarray, shares: dict[str, float], rng: np.random.Generator) -> np.ndarray:
    """(side, side) float32 in [0, 1]: a region, its outline deformed by slow waves, softened."""
    outline = REGIONS[rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values()))]
    centre = outline.mean(0)
    angle = np.arctan2(*(outline - centre).T[::-1])
    radius = rng.uniform(0.88, 1.1)
    for wave in range(1, 5):
        radius = radius + rng.uniform(0, 0.04) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    shape = centre + (outline - centre) * np.reshape(radius, (-1, 1)) + rng.uniform(-0.02, 0.02, outline.shape)
    place = placement(landmarks)
    points = shape @ place[:, :2].T + place[:, 2]
    mask: np.ndarray = np.zeros((side, side), np.float32)
    cv2.fillPoly(mask, [_rounded(points)], 1.0)
    extent = np.ptp(points, 0).min() / side
    softness = rng.uniform(0, 0.005) if rng.random() < HARD_EDGE else rng.uniform(0.008, 0.05)
    sigma = min(softness, 0.15 * extent) * side
    if sigma > 0.3:
        mask = cv2.GaussianBlur(mask, (0, 0), float(sigma))
    mask /= max(float(mask.max()), 1e-6)
    mask[mask < 0.01] = 0
    return mask


def _rounded(points: np.ndarray) -> np.ndarray:
    """Corners cut twice (Chaikin 1974), in whole pixels."""
    for _ in range(2):
        following = np.roll(points, -1, 0)
        points = np.stack([0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following], 1).reshape(-1, 2)
    return points.round().astype(np.int32)


def alter(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Another colour and another sharpness or coding."""
    if rng.random() < 0.9:
        picture = _recoloured(picture, rng)
    kind = rng.random()
    if kind < 0.35:
        return _coarser(picture, rng)
    if kind < 0.6:
        detail = picture.astype(np.float32) - cv2.GaussianBlur(picture, (0, 0), 0.8)
        return np.clip(picture + rng.uniform(0.3, 1.5) * detail, 0, 255).astype(np.uint8)
    if kind < 0.75:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 1.5))
    if kind < 0.85:
        return np.clip(picture + rng.normal(0, rng.uniform(1, 4), picture.shape), 0, 255).astype(np.uint8)
    return as_jpeg(picture, int(rng.uniform(30, 95)))


def _recoloured(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Channels shifted, contrast and brightness, hue, saturation and value. Shifts shrink in dark pictures: 20 levels of green on a
    face in the dark are no other light."""
    reach = min(1.0, float(picture.mean()) / 96)
    levels = np.arange(256, dtype=np.float32)[:, None].repeat(3, 1)
    if rng.random() < 0.5:
        levels += rng.uniform(-20, 20, 3) * reach
    if rng.random() < 0.5:
        levels = (levels - 128) * rng.uniform(0.88, 1.12) + 128 + rng.uniform(-20, 20) * reach
    picture = cv2.LUT(picture, np.clip(levels, 0, 255).round().astype(np.uint8)[None])
    if rng.random() < 0.5:
        hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV).astype(np.float32)
        hsv[..., 0] = (hsv[..., 0] + rng.uniform(-6, 6)) % 180
        hsv[..., 1:] *= rng.uniform((0.75, 0.9), (1.25, 1.1))
        picture = cv2.cvtColor(np.clip(hsv, 0, 255).astype(np.uint8), cv2.COLOR_HSV2BGR)
    return picture


def _coarser(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Smaller by a factor of 1.5 to 4 and back: a swap's network draws a small face."""
    side = picture.shape[0]
    small = cv2.resize(picture, (int(side / rng.uniform(1.5, 4)),) * 2, interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (side, side), interpolation=int(rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))))


def move(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Shifted by up to 3 % of the side across and 1.5 % down, resized by up to 5 %, and at times warped by a slow wave."""
    side = picture.shape[0]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), rng.uniform(-1.5, 1.5), float(np.exp(rng.uniform(-0.05, 0.05))))
    matrix[:, 2] += rng.uniform((-0.03, -0.015), (0.03, 0.015)) * side
    if rng.random() < 0.7:
        return cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inverse = cv2.invertAffineTransform(matrix)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    wave = cv2.resize(rng.normal(0, rng.uniform(0.002, 0.008) * side, (4, 4, 2)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    from_x = inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2] + wave[..., 0]
    from_y = inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2] + wave[..., 1]
    return cv2.remap(picture, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
