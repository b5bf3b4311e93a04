import unittest

import torch

from artefact.network import SCALES, ArtefactEmbedder, ScoreBranch, folded, pooled_map


class Network(unittest.TestCase):
    def test_embeds_and_draws_a_map(self):
        embeddings, boundary = ArtefactEmbedder(16).eval()(torch.randn(2, 3, 96, 96))
        self.assertEqual((embeddings.shape, boundary.shape), ((2, 16), (2, 6, 6)))

    def test_has_less_than_eight_million_parameters(self):
        for edition in range(len(SCALES)):
            self.assertTrue(3e6 < sum(p.numel() for p in ArtefactEmbedder(128, edition).parameters()) < 8e6)

    def test_with_few_blocks_a_cell_of_its_map_sees_a_part_of_the_face(self):
        embedder, picture = ArtefactEmbedder(16, blocks=5).eval(), torch.randn(1, 3, 192, 192, requires_grad=True)
        embeddings, boundary = embedder(picture)
        self.assertEqual((embeddings.shape, boundary.shape), ((1, 16), (1, 12, 12)))
        boundary[0, 6, 6].backward()
        seen = picture.grad.abs().sum((0, 1)).nonzero()
        self.assertLess((seen.amax(0) - seen.amin(0) + 1).max().item(), 80)

    def test_folded_it_says_the_same_without_batch_norms(self):
        embedder, pictures = ArtefactEmbedder(16), torch.randn(4, 3, 96, 96)
        embedder(pictures)  # norms that have seen pictures
        embeddings, boundary = embedder.eval()(pictures)
        same = folded(embedder)
        self.assertFalse(any(isinstance(module, torch.nn.BatchNorm2d) for module in same.modules()))
        torch.testing.assert_close(same(pictures), (embeddings, boundary), rtol=1e-3, atol=1e-4)

    def test_a_map_is_pooled_by_its_highest_tenth(self):
        boundary = torch.full((1, 10, 10), -8.0)
        boundary[0, 3, :] = 4.0
        self.assertAlmostEqual(pooled_map(boundary).item(), torch.tanh(torch.tensor(1.0)).item(), 5)

    def test_the_branch_is_linear_so_its_score_can_be_found_again_in_the_embedding(self):
        branch, (one, other) = ScoreBranch(4), torch.randn(2, 4)
        with torch.no_grad():
            between = branch(torch.stack([one, (one + other) / 2, other]))
        self.assertAlmostEqual(between[1].item(), (between[0] + between[2]).item() / 2, 5)
