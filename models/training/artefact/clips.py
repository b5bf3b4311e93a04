"""Figures of whole clips that have nothing to do with the training: another export, read face by face and averaged by clip.
What the embedder makes of methods, people and cameras that it never met, before any classifier is fitted to them."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .degradation import plain_view
from .evaluation import auc, log_odds
from .faces import Pictures
from .recordings import SELF_BLEND, read_rows

DRAWS = 1000


@dataclass
class Clips:
    """pictures: (N, px, px, 3) uint8; clip: (N,) the number of each one's clip, and of each clip label, method and person."""

    pictures: np.ndarray
    clip: np.ndarray
    is_fake: np.ndarray
    method: np.ndarray
    person: np.ndarray


def read_clips(folder: Path, picture_px: int, trained_on: frozenset[str]) -> Clips:
    """Leaves out clips with anybody who was trained on; raises ValueError where clips of a class are missing."""
    reader, clips = Pictures(folder), defaultdict(list)
    for row in read_rows(folder / "faces.csv"):
        people = {row["identity"], row["source"], *row["donors"].split(";")}
        if row["method"] in ("altered", SELF_BLEND) or people & trained_on:
            continue
        clips[row["label"], row["method"], row["source"], row["identity"], row["donors"], row["collection"]].append(row["file"])
    is_fake = np.array([label == "fake" for label, *_ in clips])
    if len(set(is_fake)) < 2:
        raise ValueError(f"{folder} holds no genuine clip and fake of people who are not trained on")
    pictures = [plain_view(reader[name], reader.view_share, picture_px) for names in clips.values() for name in names]
    number = np.repeat(np.arange(len(clips)), [len(names) for names in clips.values()])
    method, person = (np.array([key[place] for key in clips]) for place in (1, 3))
    return Clips(np.stack(pictures), number, is_fake, method, person)


def clip_figures(embedder, branch, clips: Clips, device) -> dict:
    """Area under the ROC curve of mean log odds by clip, with a 95 % bootstrap interval by person, and of each method's
    fakes against all genuine clips."""
    scores = np.bincount(clips.clip, log_odds(embedder, branch, clips.pictures, device)) / np.bincount(clips.clip)
    genuine = scores[~clips.is_fake]
    low, high = _interval(scores, clips)
    methods = {
        str(method): {"auc": auc(scores[clips.is_fake & (clips.method == method)], genuine), "clips": int((clips.method == method).sum())}
        for method in sorted(set(clips.method[clips.is_fake]))
    }
    return {"auc": auc(scores[clips.is_fake], genuine), "low": low, "high": high, "methods": methods}


def _interval(scores: np.ndarray, clips: Clips) -> tuple[float, float]:
    people, number = np.unique(clips.person, return_inverse=True)
    rng, areas = np.random.default_rng(0), []
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(len(people), size=len(people)), minlength=len(people))[number]
        areas.append(auc(np.repeat(scores, times * clips.is_fake), np.repeat(scores, times * ~clips.is_fake)))
    low, high = np.nanpercentile(areas, (2.5, 97.5))
    return float(low), float(high)
