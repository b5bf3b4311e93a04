"""Batches: in equal parts swaps with their originals, self-blends with what they were laid on, talking heads with genuine
footage, and re-synthesised faces with the genuine ones. The two faces of a pair share their draw of degradations, so quality does
not tell the label. Batch n of a seed is always the same, wherever a run is resumed."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch.utils.data import Dataset

from .config import Config
from .degradation import code_as_video, degrade, draw, equally_lit, equally_sharp, warp_mask
from .face_table import Face
from .network import MAP_STRIDE
from .sampling import Footage
from .self_blend import self_blend

SWAP, BLEND, TALKING, RESYNTHESIS = KINDS = ("swap", "blend", "talking", "resynthesis")
JPEG_END = b"\xff\xd9"
# Share of the pairs of footage that are made equally sharp. In the others the softness of a swap is left, for it is a trace too,
# though it must not be the only one. Not of blends: they differ from their target in the mask alone.
EQUALLY_SHARP = 0.5


@dataclass
class Batch:
    """pictures (2 P, px, px, 3) uint8, BGR, of P pairs, each a genuine face and its forgery; labels (2 P,) 1 for fake; kinds (2 P,) numbers
    of KINDS; seams (2 P, px / 16, px / 16) where a blend's boundary runs; known (2 P,) 1 where seams are known: of blends, and of
    genuine faces, which have none."""

    pictures: torch.Tensor
    labels: torch.Tensor
    kinds: torch.Tensor
    seams: torch.Tensor
    known: torch.Tensor


def read_picture(face: Face) -> np.ndarray:
    """(h, w, 3) uint8, BGR as OpenCV has it."""
    coded = np.fromfile(face.path, np.uint8)
    # OpenCV fills up with grey what a file that was cut short lacks.
    picture = cv2.imdecode(coded, cv2.IMREAD_COLOR) if coded[-2:].tobytes() == JPEG_END else None
    if picture is None:
        raise ValueError(f"{face.path} is no whole JPEG; export the faces again")
    return picture


def to_input(pictures: torch.Tensor) -> torch.Tensor:
    """(N, h, w, 3) uint8, BGR -> (N, 3, h, w) float32, RGB in [-1, 1], on the same device; channels last in memory."""
    return (pictures.flip(3).float() / 127.5 - 1).permute(0, 3, 1, 2)


class Batches(Dataset):
    """Item n: batch n. Kinds of which there is no footage give their places to the others."""

    def __init__(self, footage: Footage, view_share: float, config: Config):
        self._footage, self._view_share, self._config = footage, view_share, config
        wanted = config.data
        there_is = {
            SWAP: wanted.swaps and footage.swaps,
            BLEND: wanted.blends and footage.genuine,
            TALKING: wanted.talking and footage.talking and footage.genuine,
            RESYNTHESIS: wanted.resyntheses and footage.resyntheses,
        }
        self.kinds = [kind for kind in KINDS if there_is[kind]]
        if not self.kinds:
            raise ValueError("there is no genuine face and no pair of a fake and its original to learn from; export such clips")

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int) -> Batch:
        config = self._config
        rng = np.random.default_rng([config.seed, step])
        pictures: list[np.ndarray] = []
        seams: list[np.ndarray | None] = []
        kinds, coded = [], []
        # What is fine is learnt from clean pictures first; a network that begins with bad ones hardly learns to see a seam.
        degradation = config.data.degradation * min(1.0, (step + 1) / max(1, config.data.worsening_steps))
        for place in range(config.pairs_a_batch):
            kind = self.kinds[place % len(self.kinds)]
            pair, seam = self._pair(kind, rng)
            is_degraded = rng.random() < degradation
            how = draw(rng, pair[0].shape[0], self._view_share, config.picture_px, is_degraded)
            if how.video:
                coded += [len(pictures), len(pictures) + 1]
            pictures += [degrade(face, how, config.picture_px) for face in pair]
            seams.append(None if seam is None else warp_mask(seam, how, config.picture_px))
            kinds.append(KINDS.index(kind))
        as_video(pictures, coded, rng)
        return _assembled(pictures, seams, kinds, config.picture_px)

    def _pair(self, kind: str, rng: np.random.Generator) -> tuple[list[np.ndarray], np.ndarray | None]:
        """A genuine picture and its forgery, and the seam where it is known."""
        if kind == BLEND:
            face, moment = self._footage.moments(rng)
            picture = read_picture(face)
            other = picture if moment is face else read_picture(moment)
            target, blend, seam = self_blend(picture, other, face.landmarks, rng)
            return [target, blend], seam
        draws = {SWAP: self._footage.swap, TALKING: self._footage.talking_head, RESYNTHESIS: self._footage.resynthesis}
        faces = draws[kind](rng)
        pair = [read_picture(face) for face in faces]
        if kind == TALKING and self._config.data.equal_light:
            pair = equally_lit(*pair)
        is_chosen = rng.random() < EQUALLY_SHARP
        return (equally_sharp(*pair) if is_chosen and self._config.data.equal_sharpness else pair), None


def as_video(pictures: list[np.ndarray], chosen: list[int], rng: np.random.Generator) -> None:
    """Replaces the chosen ones by what one H.264 clip makes of them. They lie in it in any order: later tiles are predicted
    from earlier ones, which must not tell a forgery from its genuine face."""
    crf, motion = int(rng.integers(18, 39)), rng.integers(-3, 4, (int(rng.integers(0, 4)), 2))
    if chosen:
        tiles = rng.permutation(chosen)
        for place, picture in zip(tiles, code_as_video([pictures[i] for i in tiles], crf, motion)):
            pictures[place] = picture


def _assembled(pictures: list[np.ndarray], seams: list[np.ndarray | None], kinds: list[int], px: int) -> Batch:
    pairs, cells = len(seams), px // MAP_STRIDE
    maps, known = np.zeros((2 * pairs, cells, cells), np.float32), np.zeros(2 * pairs, np.float32)
    known[::2] = 1
    for pair, seam in enumerate(seams):
        if seam is not None:
            maps[2 * pair + 1] = cv2.resize(seam, (cells, cells), interpolation=cv2.INTER_AREA)
            known[2 * pair + 1] = 1
    labels = np.tile(np.array([0, 1], np.float32), pairs)
    return Batch(*map(torch.from_numpy, (np.stack(pictures), labels, np.repeat(kinds, 2), maps, known)))
