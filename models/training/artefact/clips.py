"""Clips that figures are measured on: their faces as the app would show them to the network, and which clips count as independent."""

from dataclasses import dataclass

import numpy as np

from .batches import read_picture
from .degradation import plain_view
from .face_table import Face
from .folds import by_clip


@dataclass
class Clips:
    """pictures: (N, px, px, 3) uint8; clip: (N,) the number of each one's clip, and of each clip label, method and
    independent group: clips that share a person or a recording are in one."""

    pictures: np.ndarray
    clip: np.ndarray
    is_fake: np.ndarray
    method: np.ndarray
    group: np.ndarray

    def described(self) -> dict:
        """For the log: of what its figures are."""
        fakes = int(self.is_fake.sum())
        return {"genuine": len(self.is_fake) - fakes, "fake": fakes, "groups": len(set(self.group.tolist()))}


def read_clips(faces: list[Face], view_share: float, picture_px: int, frames: int, least: int) -> Clips | None:
    """Of each clip with at least so many faces at most so many frames, spread over it; None where clips of a class are missing."""
    clips = [_spread(clip, frames) for clip in by_clip(faces) if len(clip) >= least]
    is_fake = np.array([clip[0].is_fake for clip in clips], bool)
    if len(set(is_fake.tolist())) < 2:
        return None
    return Clips(
        pictures=np.stack([plain_view(read_picture(face), view_share, picture_px) for clip in clips for face in clip]),
        clip=np.repeat(np.arange(len(clips)), [len(clip) for clip in clips]),
        is_fake=is_fake,
        method=np.array([clip[0].method for clip in clips]),
        group=tied_groups([clip[0].people | {f"recording {clip[0].source.lower()}"} for clip in clips]),
    )


def strangers(faces: list[Face], training: list[Face]) -> list[Face]:
    """Those whose people and recordings are not trained on, by name."""
    people = frozenset().union(*(face.people for face in training))
    sources = {face.source.lower() for face in training}
    return [face for face in faces if not face.people & people and face.source.lower() not in sources]


def tied_groups(names: list[frozenset[str]]) -> np.ndarray:
    """(len(names),) a number each; the same for sets that share a name, however indirectly."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name] = parent[parent[name]]
        return name

    for own in names:
        first, *others = sorted(own)
        for name in others:
            parent[root(name)] = root(first)
    roots = [root(min(own)) for own in names]
    return np.unique(roots, return_inverse=True)[1]


def _spread(clip: list[Face], frames: int) -> list[Face]:
    places = np.linspace(0, len(clip) - 1, min(frames, len(clip))).round().astype(int)
    return [clip[place] for place in places]
