"""Losses. Embeddings are (N, length) of unit length; labels (N,) are 1 for fake; kinds (N,) number the ways of forging."""

import torch
import torch.nn.functional as functional

# Targets of cross-entropy: no face is told with certainty, and a label may be wrong.
SMOOTHING = 0.025
# A seam runs through few cells of the map.
SEAM_WEIGHT = 4.0


def squared_distances(embeddings: torch.Tensor) -> torch.Tensor:
    """(N, N), each in [0, 4]: |a - b|^2 = 2 - 2 a.b for unit vectors."""
    return (2 - 2 * embeddings @ embeddings.T).clamp_min(0)


def semi_hard_triplet(embeddings, labels, margin: float, kinds=None) -> torch.Tensor:
    """Schroff et al. 2015, section 3.2, mined online as in the paper that Exhibit follows.

    For every ordered positive pair the closest negative that is farther than the positive, else the farthest
    negative; the mean over all pairs. With kinds, all three come from one.
    """
    distances = squared_distances(embeddings)
    alike = labels[:, None] == labels[None, :]
    allowed = torch.ones_like(alike) if kinds is None else kinds[:, None] == kinds[None, :]
    negatives = ~alike & allowed
    positives = alike & allowed & ~torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    anchors, others = positives.nonzero(as_tuple=True)
    has_negative = negatives[anchors].any(1)
    anchors, others = anchors[has_negative], others[has_negative]
    if len(anchors) == 0:
        return embeddings.sum() * 0
    positive = distances[anchors, others]
    candidates = distances[anchors]
    farther = negatives[anchors] & (candidates > positive[:, None])
    closest = candidates.masked_fill(~farther, torch.inf).amin(1)
    farthest = candidates.masked_fill(~negatives[anchors], -torch.inf).amax(1)
    negative = torch.where(farther.any(1), closest, farthest)
    return functional.relu(positive - negative + margin).mean()


def cross_entropy(log_odds, labels) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(log_odds, labels * (1 - 2 * SMOOTHING) + SMOOTHING)


def boundary(log_odds, seams, known) -> torch.Tensor:
    """Dense supervision. log_odds, seams: (N, h, w), seams in [0, 1]; known: (N,) is 0 where nobody knows where a seam lies."""
    weight = torch.tensor(SEAM_WEIGHT, device=log_odds.device)
    cells = functional.binary_cross_entropy_with_logits(log_odds, seams, pos_weight=weight, reduction="none")
    return (cells.mean((1, 2)) * known).sum() / known.sum().clamp_min(1)


def total(embeddings, log_odds, boundary_log_odds, batch, weights) -> dict[str, torch.Tensor]:
    """Terms by name, each times its weight (config.Loss); a term of weight 0 is not computed."""
    terms = {}
    if weights.triplet > 0:
        within = semi_hard_triplet(embeddings, batch.labels, weights.margin, batch.kinds)
        across = semi_hard_triplet(embeddings, batch.labels, weights.margin)
        terms["triplet"] = weights.triplet * (within + across) / 2
    if weights.cross_entropy > 0:
        terms["cross_entropy"] = weights.cross_entropy * cross_entropy(log_odds, batch.labels)
    if weights.boundary > 0:
        terms["boundary"] = weights.boundary * boundary(boundary_log_odds, batch.seams, batch.known)
    return terms
