"""Which faces go into a batch. Every draw begins with a collection, then a clip, then a frame, so that a data set of fifteen thousand
clips does not drown sixty repositories of one: a collection's weight is the cube root of its clips."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from .face_table import RESYNTHESIS, Face
from .folds import by_clip

# Share of the talking heads that stand beside genuine footage of their own page, where it shows some.
ONE_PAGE = 0.5


class Balanced:
    """Groups of faces by collection; draws a group."""

    def __init__(self, groups: Sequence[tuple[str, Any]]):
        """groups: the stratum that each belongs to, and what it holds."""
        strata = defaultdict(list)
        for stratum, group in groups:
            strata[stratum].append(group)
        self._strata = [strata[name] for name in sorted(strata)]
        weights = np.cbrt([len(groups) for groups in self._strata])
        self._edges = np.cumsum(weights / weights.sum()) if strata else np.array([])

    def __bool__(self) -> bool:
        return bool(self._strata)

    def draw(self, rng: np.random.Generator):
        groups = self._strata[min(int(np.searchsorted(self._edges, rng.random())), len(self._strata) - 1)]
        return groups[rng.integers(len(groups))]


class Footage:
    """The training faces by what they are drawn for.

    swaps: a fake that has genuine faces of the same recording, and those; talking: fakes that have none, by generator and
    page; resyntheses: what an autoencoder drew, and the genuine face beside it; genuine: genuine clips.
    """

    def __init__(self, faces: list[Face]):
        clips = by_clip(faces)
        drawn = {clip[0].clip: clip[0] for clip in clips if clip[0].method == RESYNTHESIS}
        beside = {clip[0].clip: clip[0] for clip in clips if clip[0].clip in drawn and not clip[0].is_fake}
        self.resyntheses = Balanced([(fake.collection, (beside[name], fake)) for name, fake in drawn.items()])
        clips = [clip for clip in clips if clip[0].clip not in drawn]
        originals: dict[str, list[Face]] = defaultdict(list)
        for clip in clips:
            if not clip[0].is_fake:
                originals[clip[0].source] += clip
        fakes = [clip for clip in clips if clip[0].is_fake]
        self.swaps = Balanced([(clip[0].collection, (clip, originals[clip[0].source])) for clip in fakes if clip[0].source in originals])
        self.talking = Balanced([(f"{clip[0].method} {clip[0].collection}", clip) for clip in fakes if clip[0].source not in originals])
        self.genuine = Balanced([(clip[0].collection, clip) for clip in clips if not clip[0].is_fake])
        self._genuine_of: dict[str, list[list[Face]]] = defaultdict(list)
        for clip in clips:
            if not clip[0].is_fake:
                self._genuine_of[clip[0].collection].append(clip)

    def swap(self, rng: np.random.Generator) -> tuple[Face, Face]:
        """A genuine face and its fake, of the same moment or as near as there is."""
        clip, originals = self.swaps.draw(rng)
        fake = one_of(clip, rng)
        return min(originals, key=lambda face: (abs(face.frame - fake.frame), str(face.path))), fake

    def talking_head(self, rng: np.random.Generator) -> tuple[Face, Face]:
        """A genuine face of anybody, and a talking head. Where a page shows both, every other pair is of one page: it shares camera work
        and encoder, which then tell nothing."""
        fake = one_of(self.talking.draw(rng), rng)
        beside = self._genuine_of.get(fake.collection)
        clip = beside[rng.integers(len(beside))] if beside and rng.random() < ONE_PAGE else self.genuine.draw(rng)
        return one_of(clip, rng), fake

    def resynthesis(self, rng: np.random.Generator) -> tuple[Face, Face]:
        return self.resyntheses.draw(rng)

    def moments(self, rng: np.random.Generator) -> tuple[Face, Face]:
        """Two genuine faces of one clip; the same twice where it has one."""
        clip = self.genuine.draw(rng)
        first, second = rng.integers(len(clip), size=2)
        return clip[first], clip[second]


def one_of(clip: list[Face], rng: np.random.Generator) -> Face:
    return clip[rng.integers(len(clip))]
