"""Figures on people who were never trained on: areas under the ROC curve and accuracy within pairs."""

import math

import numpy as np
import torch

from .faces import HeldOut, to_input

BATCH = 32


def auc(scores: np.ndarray, labels: np.ndarray) -> float:
    """Mann-Whitney with ties counted half; NaN where a class is missing."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    if len(positive) == 0 or len(negative) == 0:
        return float("nan")
    below = np.searchsorted(np.sort(negative), positive, "left")
    upto = np.searchsorted(np.sort(negative), positive, "right")
    return float((below + upto).mean() / 2 / len(negative))


def paired_accuracy(scores: np.ndarray, labels: np.ndarray, recordings: np.ndarray) -> float:
    """Share of forgeries that score higher than the genuine face of their recording: no bias of sources can help."""
    genuine = {recording: score for score, label, recording in zip(scores, labels, recordings) if label == 0}
    pairs = [(score, genuine[recording]) for score, label, recording in zip(scores, labels, recordings) if label == 1]
    return float(np.mean([(score > own) + (score == own) / 2 for score, own in pairs])) if pairs else float("nan")


@torch.no_grad()
def log_odds(embedder, branch, pictures: np.ndarray, device) -> np.ndarray:
    embedder.eval()
    scores = []
    for start in range(0, len(pictures), BATCH):
        batch = torch.from_numpy(to_input(list(pictures[start : start + BATCH]))).to(device)
        scores.append(branch(embedder(batch.contiguous(memory_format=torch.channels_last))).cpu().numpy())
    return np.concatenate(scores)


def figures(embedder, branch, held_out: HeldOut, device) -> dict[str, float | None]:
    """Fakes of the sets and self-blends apart, each against the genuine faces; None where there are none of a kind."""
    scores = log_odds(embedder, branch, held_out.pictures, device)
    result = {}
    for name, blend in (("fake", 0), ("blend", 1)):
        chosen = (held_out.labels == 0) | (held_out.blends == blend)
        some = scores[chosen], held_out.labels[chosen]
        result[f"{name}_auc"] = auc(*some)
        result[f"{name}_paired"] = paired_accuracy(*some, held_out.recordings[chosen])
    return {name: None if math.isnan(value) else value for name, value in result.items()}
