"""Losses on the unit sphere. Embeddings are (N, length); labels are 1 for fake; sources number the recordings."""

import torch
import torch.nn.functional as functional


def squared_distances(embeddings: torch.Tensor) -> torch.Tensor:
    """(N, N), each in [0, 4]: |a - b|^2 = 2 - 2 a.b for unit vectors."""
    return (2 - 2 * embeddings @ embeddings.T).clamp_min(0)


def semi_hard_triplet(embeddings, labels, margin: float, sources=None) -> torch.Tensor:
    """Schroff et al. 2015, section 3.2, mined online as in the paper that Exhibit follows.

    For every ordered positive pair the closest negative that is farther than the positive, else the farthest
    negative; the mean over all pairs. With sources, all three come from one recording: what is left to tell them
    apart is the forgery.
    """
    distances = squared_distances(embeddings)
    alike = labels[:, None] == labels[None, :]
    allowed = torch.ones_like(alike) if sources is None else sources[:, None] == sources[None, :]
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


def alignment(embeddings, labels) -> torch.Tensor:
    """Wang and Isola 2020, equation 1 with alpha = 2: mean squared distance within a class."""
    alike = (labels[:, None] == labels[None, :]).triu(1)
    return squared_distances(embeddings)[alike].mean()


def uniformity(embeddings) -> torch.Tensor:
    """Wang and Isola 2020, equation 2 with t = 2: log mean Gaussian potential of all pairs."""
    pairs = torch.ones(len(embeddings), len(embeddings), dtype=torch.bool, device=embeddings.device).triu(1)
    return squared_distances(embeddings)[pairs].mul(-2).exp().mean().log()


def cross_entropy(log_odds, labels) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(log_odds, labels.float())


def total(embeddings, log_odds, labels, sources, weights) -> torch.Tensor:
    """weights: config.Loss; a term of weight 0 is not computed."""
    terms = []
    if weights.triplet > 0:
        within = semi_hard_triplet(embeddings, labels, weights.margin, sources)
        across = semi_hard_triplet(embeddings, labels, weights.margin)
        terms.append(weights.triplet * (within + across) / 2)
    if weights.cross_entropy > 0:
        terms.append(weights.cross_entropy * cross_entropy(log_odds, labels))
    if weights.alignment > 0:
        terms.append(weights.alignment * alignment(embeddings, labels))
    if weights.uniformity > 0:
        terms.append(weights.uniformity * uniformity(embeddings))
    return sum(terms)
