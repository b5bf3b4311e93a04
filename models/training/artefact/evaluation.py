"""Figures on clips that were not trained on, by the cross-entropy branch: areas under the ROC curve of the mean log odds of a
clip's faces."""

import numpy as np
import torch

from .batches import to_input
from .clips import Clips

BATCH = 32
# Features that differ less between faces than this say nothing; alive ones differ by tenths.
SAME = 1e-3
DRAWS = 1000


def auc(forged: np.ndarray, genuine: np.ndarray) -> float:
    """Mann-Whitney with ties counted half; NaN where a class is missing."""
    if len(forged) == 0 or len(genuine) == 0:
        return float("nan")
    below = np.searchsorted(np.sort(genuine), forged, "left")
    upto = np.searchsorted(np.sort(genuine), forged, "right")
    return float((below + upto).mean() / 2 / len(genuine))


@torch.no_grad()
def log_odds(embedder, branch, pictures: np.ndarray, device, bfloat16: bool) -> np.ndarray:
    """pictures: (N, px, px, 3) uint8 -> (N,)"""
    embedder.eval()
    scores = []
    for start in range(0, len(pictures), BATCH):
        batch = to_input(torch.from_numpy(pictures[start : start + BATCH]).to(device))
        with torch.autocast(device.type, torch.bfloat16, enabled=bfloat16):
            embeddings, _ = embedder(batch)
        scores.append(branch(embeddings).float().cpu().numpy())
    return np.concatenate(scores)


@torch.no_grad()
def live_features(embedder, pictures: torch.Tensor, bfloat16: bool) -> float:
    """Share of the last convolution's features that differ between these faces. Those that stand at an end of the ReLU6 for every
    face get no gradient and never come back: a network lost all 1,280, and its figures fell so slowly that nobody noticed.
    pictures: (N, 3, px, px) as the network takes them."""
    embedder.eval()
    with torch.autocast(pictures.device.type, torch.bfloat16, enabled=bfloat16):
        pooled, _ = embedder.features(pictures)
    return float((pooled.std(0) > SAME).float().mean())


def clip_scores(embedder, branch, clips: Clips, device, bfloat16: bool) -> np.ndarray:
    """(clips,) mean log odds."""
    scores = log_odds(embedder, branch, clips.pictures, device, bfloat16)
    return np.bincount(clips.clip, scores) / np.bincount(clips.clip)


def figures(scores: np.ndarray, clips: Clips) -> dict:
    """AUC with a 95 % bootstrap interval by independent groups, and that of each method's fakes against all genuine clips."""
    genuine = scores[~clips.is_fake]
    low, high = _interval(scores, clips)
    methods = {}
    for method in sorted(set(clips.method[clips.is_fake].tolist())):
        own = scores[clips.is_fake & (clips.method == method)]
        methods[method] = {"auc": round(auc(own, genuine), 3), "clips": len(own)}
    return {"auc": round(auc(scores[clips.is_fake], genuine), 3), "low": round(low, 3), "high": round(high, 3), "methods": methods}


def _interval(scores: np.ndarray, clips: Clips) -> tuple[float, float]:
    groups, number = np.unique(clips.group, return_inverse=True)
    rng, areas = np.random.default_rng(0), []
    for _ in range(DRAWS):
        times = np.bincount(rng.integers(len(groups), size=len(groups)), minlength=len(groups))[number]
        areas.append(auc(np.repeat(scores, times * clips.is_fake), np.repeat(scores, times * ~clips.is_fake)))
    low, high = np.nanpercentile(areas, (2.5, 97.5))
    return float(low), float(high)
