import unittest

import torch

from artefact.network import ArtefactEmbedder, ScoreBranch, pooled_map


class Network(unittest.TestCase):
    def test_embeds_on_the_unit_sphere_and_draws_a_map(self):
        embeddings, boundary = ArtefactEmbedder(16).eval()(torch.randn(2, 3, 96, 96))
        torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(2))
        self.assertEqual((embeddings.shape, boundary.shape), ((2, 16), (2, 6, 6)))

    def test_has_less_than_eight_million_parameters(self):
        self.assertTrue(3e6 < sum(p.numel() for p in ArtefactEmbedder(128).parameters()) < 4e6)

    def test_a_map_is_pooled_by_its_highest_tenth(self):
        boundary = torch.full((1, 10, 10), -8.0)
        boundary[0, 3, :] = 4.0
        self.assertAlmostEqual(pooled_map(boundary).item(), torch.tanh(torch.tensor(1.0)).item(), 5)

    def test_the_branch_scores_by_direction(self):
        branch = ScoreBranch(4)
        along = torch.nn.functional.normalize(branch.direction.detach(), dim=0)
        with torch.no_grad():
            self.assertAlmostEqual(branch(torch.stack([along, -along])).diff().item(), -16, 4)
