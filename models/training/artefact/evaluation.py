"""Figures on people who were never trained on: areas under the ROC curve and accuracy within pairs."""

import math

import numpy as np
import torch

from .faces import HeldOut, to_input
from .recordings import KINDS

BATCH = 32


def auc(forged: np.ndarray, genuine: np.ndarray) -> float:
    """Mann-Whitney with ties counted half; NaN where a class is missing."""
    if len(forged) == 0 or len(genuine) == 0:
        return float("nan")
    below = np.searchsorted(np.sort(genuine), forged, "left")
    upto = np.searchsorted(np.sort(genuine), forged, "right")
    return float((below + upto).mean() / 2 / len(genuine))


def paired_accuracy(forged: np.ndarray, genuine: np.ndarray) -> float:
    """Share of forgeries that score higher than the genuine face beside each: no bias of sources can help. NaN without any."""
    return float(np.mean((forged > genuine) + (forged == genuine) / 2)) if len(forged) else float("nan")


@torch.no_grad()
def log_odds(embedder, branch, pictures: np.ndarray, device) -> np.ndarray:
    embedder.eval()
    scores = []
    for start in range(0, len(pictures), BATCH):
        batch = torch.from_numpy(to_input(list(pictures[start : start + BATCH]))).to(device)
        scores.append(branch(embedder(batch.contiguous(memory_format=torch.channels_last))).cpu().numpy())
    return np.concatenate(scores)


def figures(embedder, branch, held_out: HeldOut, device) -> dict[str, float | None]:
    """By kind of forgery, each against the genuine faces beside them (of a blend the picture that it was laid on, altered or
    not); None where there are none of a kind."""
    scores = log_odds(embedder, branch, held_out.pictures, device)
    result = {}
    for kind in KINDS:
        genuine, forged = held_out.pairs[held_out.kinds == kind].T
        # A face that stands in several pairs counts once in the area.
        result[f"{kind}_auc"] = auc(scores[np.unique(forged)], scores[np.unique(genuine)])
        result[f"{kind}_paired"] = paired_accuracy(scores[forged], scores[genuine])
    return {name: None if math.isnan(value) else value for name, value in result.items()}
