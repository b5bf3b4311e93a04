import unittest

import torch

from artefact.network import ArtefactEmbedder, ScoreBranch, pooled_map


class Network(unittest.TestCase):
    def test_embeds_and_draws_a_map(self):
        embeddings, boundary = ArtefactEmbedder(16).eval()(torch.randn(2, 3, 96, 96))
        self.assertEqual((embeddings.shape, boundary.shape), ((2, 16), (2, 6, 6)))

    def test_has_less_than_eight_million_parameters(self):
        self.assertTrue(3e6 < sum(p.numel() for p in ArtefactEmbedder(128).parameters()) < 4e6)

    def test_a_map_is_pooled_by_its_highest_tenth(self):
        boundary = torch.full((1, 10, 10), -8.0)
        boundary[0, 3, :] = 4.0
        self.assertAlmostEqual(pooled_map(boundary).item(), torch.tanh(torch.tensor(1.0)).item(), 5)

    def test_the_branch_is_linear_so_its_score_can_be_found_again_in_the_embedding(self):
        branch, (one, other) = ScoreBranch(4), torch.randn(2, 4)
        with torch.no_grad():
            between = branch(torch.stack([one, (one + other) / 2, other]))
        self.assertAlmostEqual(between[1].item(), (between[0] + between[2]).item() / 2, 5)
