"""The embedder that is shipped: the features below the projection that the losses shaped, along their principal axes.

The losses ask for nothing but genuine and forged, and the projection answers with little more than one direction. What the
network knows besides lies below it, as Chen et al. 2020 found for contrastive losses ("A Simple Framework for Contrastive
Learning of Visual Representations", section 4.2), and classifiers that are fitted to other methods need it.
"""

import copy

import torch
from torch import nn
from torch.utils.data import Dataset

from .network import ArtefactEmbedder

# Of training, whose features say where the axes lie.
BATCHES = 40


@torch.no_grad()
def principal_embedder(embedder: ArtefactEmbedder, batches: Dataset, length: int, device) -> ArtefactEmbedder:
    """A copy whose linear map takes the features less their mean to their first principal axes; unit length as before.
    Not whitened: docs/detector.md has the trial."""
    embedder.eval()
    features = torch.cat([embedder.pooled(torch.from_numpy(batches[n][0]).to(device)) for n in range(min(BATCHES, len(batches)))])
    mean = features.mean(0)
    # They come in columns, in ascending order of the variance along them.
    axes = torch.linalg.eigh((features - mean).T @ (features - mean)).eigenvectors.T.flip(0)[:length]
    shipped = copy.deepcopy(embedder)
    shipped.embedding = nn.Linear(len(mean), length).to(device)
    shipped.embedding.weight.copy_(axes)
    shipped.embedding.bias.copy_(-axes @ mean)
    return shipped
