"""Recordings (`recordings.py`) to batches. A batch is made of groups of four that share a recording: two pairs of a genuine
face and its forgery, a fake of the set's and a self-blend, or two of a kind where there is but one. The faces of a
pair share their draw of degradations, so quality does not tell the label. Batch n of a seed is always the same, wherever a run
is resumed."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from torch.utils.data import Dataset

from .config import Config
from .degradation import code_as_video, degrade, draw, equally_sharp
from .recordings import FAKE, Pair, Recording

JPEG_END = b"\xff\xd9"
# Share of the pairs with a set's fake that are made equally sharp. In the others the softness of a swap is left, for it is a
# trace too, though it must not be the only one.
EQUALLY_SHARP = 0.5
# Of one clip of held-out faces, about as many as one of a training batch has.
TILES = 48


def read_view_share(folder: Path) -> float:
    """Side of the network's view in parts of an exported picture's side."""
    path = folder / "export.json"
    try:
        share = json.loads(path.read_text(encoding="utf-8"))["viewShare"]
        if 0 < share <= 1:
            return share
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        pass
    raise ValueError(f"{path} does not say how the faces were cut; export them again")


class Pictures:
    """Reads the exported JPEGs. The system keeps files that are read again in memory, once for all processes."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.view_share = read_view_share(folder)

    def __getitem__(self, name: str) -> np.ndarray:
        """(h, w, 3) uint8, BGR as OpenCV has it."""
        coded = np.fromfile(self._folder / name, np.uint8)
        # OpenCV fills up with grey what a file that was cut short lacks.
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR) if coded[-2:].tobytes() == JPEG_END else None
        if picture is None:
            raise ValueError(f"{self._folder / name} is no whole JPEG; export the faces again")
        return picture


def to_input(pictures: list[np.ndarray]) -> np.ndarray:
    """(N, 3, h, w) float32, RGB in [-1, 1]."""
    stack = np.stack(pictures)[..., ::-1].transpose(0, 3, 1, 2)
    return np.ascontiguousarray(stack, np.float32) / 127.5 - 1


def coded(pictures: list[np.ndarray], chosen: list[int], rng: np.random.Generator) -> None:
    """Replaces the chosen ones by what one H.264 clip makes of them. They lie in it in any order: later tiles are predicted
    from earlier ones, which must not tell a forgery from its genuine face."""
    crf, motion = int(rng.integers(18, 39)), rng.integers(-3, 4, (int(rng.integers(0, 4)), 2))
    if chosen:
        tiles = rng.permutation(chosen)
        for place, picture in zip(tiles, code_as_video([pictures[i] for i in tiles], crf, motion)):
            pictures[place] = picture


class Batches(Dataset):
    """Item n: pictures (4 G, 3, px, px), labels (4 G,), sources (4 G,)."""

    def __init__(self, folder: Path, recordings: list[Recording], config: Config):
        self._pictures = Pictures(folder)
        self._config = config
        wanted = config.data
        chosen = [replace(r, fakes=r.fakes if wanted.fakes else [], blends=r.blends if wanted.self_blends else []) for r in recordings]
        # Those that are trained on, with nothing in them that is not.
        self.recordings = [recording for recording in chosen if recording.pairs()]
        if not self.recordings:
            raise ValueError("no face has a forgery of the wanted kind; see [shared.data] in the configuration")

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int):
        config = self._config
        rng = np.random.default_rng([config.seed, step])
        # Every recording comes once before any comes again: a walk through a new order in each epoch.
        count = len(self.recordings)
        places = np.arange(step * config.groups_a_batch, (step + 1) * config.groups_a_batch)
        pictures, views = [], []
        for place in places:
            order = np.random.default_rng([config.seed, 1, place // count]).permutation(count)
            for view, (kind, pair) in enumerate(self._pairs(self.recordings[order[place % count]], rng)):
                faces = [self._pictures[name] for name in pair]
                # Drawn in any case: a run without it sees the same pairs, damaged alike.
                is_chosen = rng.random() < EQUALLY_SHARP
                # Not a blend: it differs from its target in the mask alone, and a blur would tell the two apart elsewhere.
                if config.data.equal_sharpness and is_chosen and kind == FAKE:
                    faces = equally_sharp(*faces)
                how = draw(rng, faces[0].shape[0], self._pictures.view_share, config.picture_px, config.data.degradation)
                pictures += [degrade(face, how, config.picture_px) for face in faces]
                views += [(view, how.video)] * 2
        for view in (0, 1):
            coded(pictures, [i for i, (own, video) in enumerate(views) if video and own == view], rng)
        labels = np.tile([0, 1], len(places) * 2)
        sources = np.repeat(np.arange(len(places)), 4)
        return to_input(pictures), labels, sources

    def _pairs(self, recording: Recording, rng: np.random.Generator) -> list[tuple[str, Pair]]:
        """Two with their kind, of both kinds where there are both."""
        kinds = list(recording.kinds().items())
        return [(kind, pairs[rng.integers(len(pairs))]) for kind, pairs in (kinds[0], kinds[-1])]


@dataclass
class HeldOut:
    """Faces of held-out people, each recording under one fixed draw. Pairs are places of a genuine face and its forgery;
    kinds say how each forgery was made."""

    pictures: np.ndarray
    pairs: np.ndarray
    kinds: np.ndarray


def held_out_faces(folder: Path, recordings: list[Recording], config: Config, degraded: bool) -> HeldOut:
    """At most config.evaluation_faces; the same ones, equally degraded, at every call."""
    reader = Pictures(folder)
    rng = np.random.default_rng([config.seed, 2])
    pictures, pairs, kinds, clips = [], [], [], [[]]
    some = lambda all_pairs: [all_pairs[place] for place in rng.permutation(len(all_pairs))[:2]]
    for number in rng.permutation(len(recordings)):
        chosen = [(kind, pair) for kind, all_pairs in recordings[number].kinds().items() for pair in some(all_pairs)]
        names = list(dict.fromkeys(name for _, pair in chosen for name in pair))
        if len(pictures) + len(names) > config.evaluation_faces:
            break
        places = {name: len(pictures) + place for place, name in enumerate(names)}
        how = draw(rng, reader[names[0]].shape[0], reader.view_share, config.picture_px, degraded)
        pictures += [degrade(reader[name], how, config.picture_px) for name in names]
        pairs += [[places[name] for name in pair] for _, pair in chosen]
        kinds += [kind for kind, _ in chosen]
        if how.video:
            # Each clip has its own rate: a forgery and its genuine face go into one.
            if len(clips[-1]) + len(names) > TILES:
                clips.append([])
            clips[-1] += places.values()
    for clip in clips:
        coded(pictures, clip, rng)
    return HeldOut(np.stack(pictures), np.array(pairs), np.array(kinds))
