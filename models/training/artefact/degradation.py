"""Makes a face as bad as messengers do. A draw is made first and then done to several faces alike: a genuine face and its
forgery share theirs, and may be made equally sharp before, so that the quality of a picture tells its label less."""

from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np

# Of equal sharpness: what counts as fine detail, the largest blur, and how often its range is halved.
FINE_PX, LARGEST_BLUR, HALVINGS = 1.0, 4.0, 5
RESAMPLINGS = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)


@dataclass(frozen=True)
class Draw:
    """matrix takes the exported picture into the network's; sizes in pixels, sigmas of 8-bit values."""

    matrix: np.ndarray
    flip: bool
    gains: np.ndarray
    shift: float
    gamma: float
    saturation: float
    blur: float
    noise: float
    noise_seed: int
    small_px: int
    resampling: int
    jpeg: int | None
    video: bool


def draw(rng: np.random.Generator, from_px: int, view_share: float, to_px: int, degraded: bool) -> Draw:
    """Frame and mirror are always drawn; the rest only where faces are degraded. The network's view is the middle
    view_share of the exported picture: it is turned, zoomed and shifted within the margin about it."""
    chance = lambda p: degraded and rng.random() < p
    angle, zoom = rng.uniform(-6, 6), rng.uniform(0.92, 1.1)
    matrix = _view(from_px, view_share, to_px, angle, zoom)
    matrix[:, 2] += rng.uniform(-0.04, 0.04, 2) * to_px
    smaller = chance(0.5)
    coding = rng.random() if degraded else 1.0
    return Draw(
        matrix=matrix,
        flip=rng.random() < 0.5,
        gains=rng.uniform(0.85, 1.15, 3) if chance(0.4) else np.ones(3),
        shift=rng.uniform(-25, 25) if chance(0.4) else 0.0,
        gamma=float(np.exp(rng.uniform(-0.35, 0.35))) if chance(0.3) else 1.0,
        saturation=rng.uniform(0.4, 1.4) if chance(0.3) else 1.0,
        blur=rng.uniform(0.3, 2) if chance(0.25) else 0.0,
        noise=rng.uniform(1, 8) if chance(0.2) else 0.0,
        noise_seed=int(rng.integers(2**31)),
        # A face is about 0.88 of the picture wide: faces of 50 px lie in pictures of 56 px.
        small_px=int(np.exp(rng.uniform(np.log(56), np.log(to_px)))) if smaller else to_px,
        resampling=RESAMPLINGS[rng.integers(len(RESAMPLINGS))],
        jpeg=int(rng.uniform(25, 95)) if coding < 0.4 else None,
        video=0.4 <= coding < 0.75,
    )


def _view(from_px: int, view_share: float, to_px: int, angle: float, zoom: float) -> np.ndarray:
    """Turned and zoomed about half the side, where the engine's alignment puts the template's middle."""
    matrix = cv2.getRotationMatrix2D((from_px / 2, from_px / 2), angle, zoom * to_px / (from_px * view_share))
    matrix[:, 2] += np.full(2, (to_px - from_px) / 2)
    return matrix


def plain_view(face: np.ndarray, view_share: float, to_px: int) -> np.ndarray:
    """face: (h, w, 3) uint8. What the network sees of it in the app, but for the picture's coding."""
    matrix = _view(face.shape[0], view_share, to_px, 0, 1)
    return cv2.warpAffine(face, matrix, (to_px, to_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def degrade(face: np.ndarray, how: Draw, to_px: int) -> np.ndarray:
    """face: (h, w, 3) uint8. All but the video coding, which is done to many at once."""
    picture: np.ndarray = cv2.warpAffine(face, how.matrix, (to_px, to_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if how.flip:
        picture = picture[:, ::-1]
    if how.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), how.blur)
    if how.small_px < to_px:
        picture = cv2.resize(picture, (how.small_px, how.small_px), interpolation=cv2.INTER_AREA)
    picture = recoloured(picture, how)
    if how.noise:
        noise = np.random.default_rng(how.noise_seed).normal(0, how.noise, picture.shape)
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    if how.jpeg is not None:
        picture = as_jpeg(picture, how.jpeg)
    if how.small_px < to_px:
        picture = cv2.resize(picture, (to_px, to_px), interpolation=how.resampling)
    return np.ascontiguousarray(picture)


def as_jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """What JPEG leaves of it, colours at half the resolution."""
    decoded = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    assert decoded is not None, "OpenCV reads what it wrote"
    return decoded


def warp_mask(mask: np.ndarray, how: Draw, to_px: int) -> np.ndarray:
    """mask: (h, w) float32. Where it comes to lie in the network's view."""
    moved = cv2.warpAffine(mask, how.matrix, (to_px, to_px), flags=cv2.INTER_LINEAR)
    return np.ascontiguousarray(moved[:, ::-1]) if how.flip else moved


def equally_sharp(one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """The sharper of two pictures blurred until it has no more fine detail than the other. A swapped face is softer than
    its original, and whoever learns that takes every messenger's clip for a fake and a network's clean drawing for none.

    Detail is compared in the face and all of the picture blurred, so round the face the blurred one is now the softer: a cue the
    other way, which is why it is done to a part of the pairs only."""
    pictures = [one, other]
    # Where the face is.
    middles = [picture[picture.shape[0] // 5 : -picture.shape[0] // 5, picture.shape[1] // 5 : -picture.shape[1] // 5] for picture in pictures]
    details = [_fine_detail(middle) for middle in middles]
    sharper = int(np.argmax(details))
    low, high = 0.0, LARGEST_BLUR
    for _ in range(HALVINGS):
        sigma = (low + high) / 2
        low, high = (sigma, high) if _fine_detail(cv2.GaussianBlur(middles[sharper], (0, 0), sigma)) > min(details) else (low, sigma)
    pictures[sharper] = cv2.GaussianBlur(pictures[sharper], (0, 0), high)
    return pictures


def equally_lit(one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
    """Two pictures of different people and places brought to one mean level in each channel, between their own: light is no trace."""
    means = [picture.reshape(-1, 3).mean(0) + 1 for picture in (one, other)]
    wanted = np.sqrt(means[0] * means[1])
    levels = np.arange(256, dtype=np.float32)[:, None]
    tables = [np.clip(levels * np.clip(wanted / mean, 0.5, 2), 0, 255).round().astype(np.uint8)[None] for mean in means]
    return [cv2.LUT(picture, table) for picture, table in zip((one, other), tables)]


def _fine_detail(picture: np.ndarray) -> float:
    """Mean absolute difference to itself without what is finer than a pixel or two."""
    return float(cv2.absdiff(picture, cv2.GaussianBlur(picture, (0, 0), FINE_PX)).mean())


def recoloured(picture: np.ndarray, how: Draw) -> np.ndarray:
    levels = np.arange(256, dtype=np.float32)
    if how.gamma != 1 or how.shift or (how.gains != 1).any():
        curves = [255 * (np.clip(levels * gain + how.shift, 0, 255) / 255) ** how.gamma for gain in how.gains]
        table = np.stack(curves, 1)[None].round().astype(np.uint8)
        picture = cv2.LUT(np.ascontiguousarray(picture), table)
    if how.saturation != 1:
        grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        picture = cv2.addWeighted(picture, how.saturation, grey, 1 - how.saturation, 0)
    return picture


def code_as_video(pictures: list[np.ndarray], crf: int, motion: np.ndarray) -> list[np.ndarray]:
    """H.264 (x264) of all pictures as tiles of one short moving clip; returns the tiles of its last frame, which is
    predicted from others as most frames of a video are. Tiles are whole macroblocks, so they do not bleed.

    pictures: squares of a multiple of 16 px; motion: (frames, 2) shift in whole pixels of each frame before the last.
    """
    side = pictures[0].shape[0]
    columns = int(np.ceil(np.sqrt(len(pictures))))
    rows = -(-len(pictures) // columns)
    mosaic = np.zeros((rows * side, columns * side, 3), np.uint8)
    for place, picture in enumerate(pictures):
        top, left = place // columns * side, place % columns * side
        mosaic[top : top + side, left : left + side] = picture
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = mosaic.shape[1], mosaic.shape[0], "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, 25), Fraction(25)
    encoder.options = {"crf": str(crf), "preset": "veryfast", "threads": "1", "tune": "zerolatency"}
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    packets = []
    for index, shift in enumerate([*motion, (0, 0)]):
        frame = av.VideoFrame.from_ndarray(np.roll(mosaic, tuple(shift), (0, 1)), format="bgr24")
        frame.pts = index
        packets += encoder.encode(frame)
    frames = [frame for packet in [*packets, *encoder.encode(None)] for frame in decoder.decode(packet)]
    last = (frames + decoder.decode(None))[-1].to_ndarray(format="bgr24")
    tiles = [(place // columns * side, place % columns * side) for place in range(len(pictures))]
    return [np.ascontiguousarray(last[top : top + side, left : left + side]) for top, left in tiles]
