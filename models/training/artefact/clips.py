"""Figures of whole clips that have nothing to do with the training: another export, read face by face and averaged by clip.
What the embedder makes of methods, people and cameras that it never met, before any classifier is fitted to them."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .degradation import plain_view
from .evaluation import auc, log_odds
from .faces import Pictures
from .people import folded, tied_groups
from .recordings import ALTERED, Recording, faces_sha256, is_blend, read_rows

DRAWS = 1000


@dataclass
class Clips:
    """pictures: (N, px, px, 3) uint8; clip: (N,) the number of each one's clip, and of each clip label, method and
    independent group: clips that share a person or a recording are in one."""

    pictures: np.ndarray
    clip: np.ndarray
    is_fake: np.ndarray
    method: np.ndarray
    group: np.ndarray
    left_out: int
    sha256: str

    def described(self) -> dict:
        """For the log: of what its figures are."""
        fakes, groups = int(self.is_fake.sum()), len(set(self.group))
        return {"genuine": len(self.is_fake) - fakes, "fake": fakes, "groups": groups, "left_out": self.left_out, "sha256": self.sha256}


def read_clips(folder: Path, picture_px: int, training: list[Recording]) -> Clips:
    """Leaves out, by name, clips with anybody who was trained on; raises ValueError where clips of a class are missing."""
    people, sources = folded(name for r in training for name in r.everybody()), folded(r.source for r in training)
    by_clip = defaultdict(list)
    for row in read_rows(folder / "faces.csv"):
        if row["method"] != ALTERED and not is_blend(row):
            by_clip[row["clip"]].append(row)
    reader = Pictures(folder)
    kept = [rows for rows in by_clip.values() if not (_people(rows[0]) & people or folded([rows[0]["source"]]) & sources)]
    is_fake = np.array([rows[0]["label"] == "fake" for rows in kept])
    if len(set(is_fake)) < 2:
        raise ValueError(f"{folder} holds no genuine clip and fake of people who are not trained on")
    ties = [_people(rows[0]) | {f"recording {name}" for name in folded([rows[0]["source"]])} for rows in kept]
    tied = tied_groups(ties)
    return Clips(
        pictures=np.stack([plain_view(reader[row["file"]], reader.view_share, picture_px) for rows in kept for row in rows]),
        clip=np.repeat(np.arange(len(kept)), [len(rows) for rows in kept]),
        is_fake=is_fake,
        method=np.array([rows[0]["method"] for rows in kept]),
        group=np.array([min(tied[min(names)]) for names in ties]),
        left_out=len(by_clip) - len(kept),
        sha256=faces_sha256(folder),
    )


def _people(row: dict) -> frozenset[str]:
    return folded([row["identity"], *row["donors"].split(";")])


def clip_figures(embedder, branch, clips: Clips, device) -> dict:
    """Area under the ROC curve of mean log odds by clip, with a 95 % bootstrap interval by independent groups, and of each
    method's fakes against all genuine clips."""
    scores = np.bincount(clips.clip, log_odds(embedder, branch, clips.pictures, device)) / np.bincount(clips.clip)
    genuine = scores[~clips.is_fake]
    low, high = _interval(scores, clips)
    own = {str(method): scores[clips.is_fake & (clips.method == method)] for method in sorted(set(clips.method[clips.is_fake]))}
    methods = {method: {"auc": auc(fakes, genuine), "clips": len(fakes)} for method, fakes in own.items()}
    return {"auc": auc(scores[clips.is_fake], genuine), "low": low, "high": high, "methods": methods}


def _interval(scores: np.ndarray, clips: Clips) -> tuple[float, float]:
    groups, number = np.unique(clips.group, return_inverse=True)
    rng, areas = np.random.default_rng(0), []
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(len(groups), size=len(groups)), minlength=len(groups))[number]
        areas.append(auc(np.repeat(scores, times * clips.is_fake), np.repeat(scores, times * ~clips.is_fake)))
    low, high = np.nanpercentile(areas, (2.5, 97.5))
    return float(low), float(high)
