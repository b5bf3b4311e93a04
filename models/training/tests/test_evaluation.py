import unittest

import numpy as np
import torch
from torch.nn import functional

from artefact.evaluation import auc, live_features
from artefact.initial_weights import load_initial, read_published
from artefact.network import ArtefactEmbedder


class Figures(unittest.TestCase):
    def test_the_area_counts_pairs_of_all_with_all(self):
        self.assertEqual(auc(np.array([2, 3]), np.array([0, 1])), 1)
        self.assertEqual(auc(np.array([0, 1]), np.array([2, 3])), 0)
        # Of four pairs two are right and one is a tie.
        self.assertEqual(auc(np.array([1, 3]), np.array([1, 2])), 0.625)
        self.assertTrue(np.isnan(auc(np.array([]), np.array([1]))))

    def test_features_that_are_the_same_for_every_face_are_dead(self):
        torch.manual_seed(1)
        embedder = ArtefactEmbedder(8)
        load_initial(embedder, read_published(0))
        faces = functional.interpolate(torch.rand(4, 3, 8, 8) * 2 - 1, size=96)
        with torch.no_grad():
            # In the middle of the ReLU6 nothing is cut off.
            embedder.head[1].bias.fill_(3)
            self.assertGreater(live_features(embedder, faces, False), 0.9)
            # All that a face can say is cut off by either end of the ReLU6.
            embedder.head[1].bias[:640] = 1e4
            embedder.head[1].bias[640:] = -1e4
        self.assertEqual(live_features(embedder, faces, False), 0)
