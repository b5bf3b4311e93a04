"""What tells a batch's forgeries from its genuine faces without looking at a face: sharpness, noise, light, colour, borders. A classifier
on these alone should be near chance; what it finds, a network finds too, and calls the next sharp picture a talking head."""

import numpy as np
import torch
import torch.nn.functional as functional

from .batches import KINDS, Batch, Batches, to_input
from .evaluation import auc

MEASURES = ("fine detail", "coarse detail", "detail of the middle against the rim", "brightness", "contrast", "saturation", "flat border")
# Pull of the weights towards 0, for a handful of measures and a few hundred faces.
PENALTY = 0.01
# Sides next to each other that differ by less, in levels, were made up by repeating an edge.
FLAT = 0.75


def shortcut_figures(batches: Batches, steps: int) -> dict[str, dict[str, float]]:
    """By kind: AUC of each measure alone (above or below 0.5, whichever way), and of all together, on batches that the classifier
    was not fitted on. steps: batches of each half."""
    halves = [[batches[step] for step in range(start, start + steps)] for start in (0, steps)]
    fitted, judged = (_stacked(half) for half in halves)
    result = {}
    for number, kind in enumerate(KINDS):
        if kind not in batches.kinds:
            continue
        x, y, _ = (part[fitted[2] == number] for part in fitted)
        own, labels, _ = (part[judged[2] == number] for part in judged)
        alone = [auc(column[labels == 1], column[labels == 0]) for column in own.T]
        together = _score(x, y, own)
        result[kind] = {**{name: round(max(area, 1 - area), 3) for name, area in zip(MEASURES, alone)},
                        "together": round(auc(together[labels == 1], together[labels == 0]), 3)}
    return result


def measures(pictures: torch.Tensor) -> np.ndarray:
    """(N, 3, px, px) in [-1, 1] -> (N, len(MEASURES))."""
    grey = pictures.mean(1, keepdim=True) * 127.5
    coarse = functional.avg_pool2d(grey, 4)
    fine = (grey - functional.avg_pool2d(grey, 3, 1, 1)).abs()
    side = grey.shape[-1]
    middle = fine[..., side // 4 : -side // 4, side // 4 : -side // 4].mean((1, 2, 3))
    means = fine.mean((1, 2, 3))
    rim = (means * side**2 - middle * (side // 2) ** 2) / (side**2 - (side // 2) ** 2)
    edges = [grey[..., 0, :] - grey[..., 1, :], grey[..., -1, :] - grey[..., -2, :], grey[..., 0] - grey[..., 1], grey[..., -1] - grey[..., -2]]
    flat = sum((edge.abs().mean((1, 2)) < FLAT).float() for edge in edges)
    columns = [
        torch.log(means + 0.1),
        torch.log((coarse - functional.avg_pool2d(coarse, 3, 1, 1)).abs().mean((1, 2, 3)) + 0.1),
        torch.log((middle + 0.1) / (rim + 0.1)),
        grey.mean((1, 2, 3)),
        grey.std((1, 2, 3)),
        (pictures.amax(1) - pictures.amin(1)).mean((1, 2)),
        torch.as_tensor(flat),
    ]
    return torch.stack(columns, 1).numpy()


def _stacked(batches: list[Batch]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x = np.concatenate([measures(to_input(batch.pictures)) for batch in batches])
    return x, np.concatenate([batch.labels.numpy() for batch in batches]), np.concatenate([batch.kinds.numpy() for batch in batches])


def _score(x: np.ndarray, y: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Log odds of the others by logistic regression on x, y (Newton's method, the measures at mean 0 and deviation 1, and their squares:
    a middle may be telling too)."""
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    widened = lambda values: np.hstack([(scaled := (values - mean) / deviation), scaled**2, np.ones((len(values), 1))])
    design, weights = widened(x), np.zeros(2 * x.shape[1] + 1)
    for _ in range(20):
        odds = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (odds - y) / len(y) + PENALTY * weights
        curve = (design * (odds * (1 - odds))[:, None]).T @ design / len(y) + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return widened(others) @ weights
