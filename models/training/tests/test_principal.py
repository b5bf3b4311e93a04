import unittest

import torch

from artefact.principal import principal_embedder

from .test_export import trained_a_little

LENGTH = 4


class Principal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.embedder, pictures = trained_a_little()
        cls.batches = [((pictures * share).numpy(),) for share in (0.5, 0.8, 1)]
        cls.shipped = principal_embedder(cls.embedder, cls.batches, LENGTH, torch.device("cpu"))
        with torch.no_grad():
            cls.features = torch.cat([cls.embedder.pooled(torch.from_numpy(batch)) for (batch,) in cls.batches])
            cls.coordinates = cls.shipped.embedding(cls.features)

    def test_coordinates_are_uncorrelated_and_about_0_in_descending_order_of_their_spread(self):
        covariance = self.coordinates.T @ self.coordinates / len(self.coordinates)
        spread = covariance.diagonal()
        self.assertLess(self.coordinates.mean(0).abs().max(), 1e-3 * spread[0].sqrt())
        self.assertLess((covariance - spread.diag()).abs().max(), 1e-3 * spread[0])
        self.assertEqual(spread.argsort(descending=True).tolist(), list(range(LENGTH)))

    def test_no_other_numbers_keep_more_of_the_spread(self):
        centred = self.features - self.features.mean(0)
        kept = torch.linalg.lstsq(self.coordinates, centred).solution
        left = (centred - self.coordinates @ kept).square().sum()
        self.assertAlmostEqual((left / torch.linalg.svdvals(centred)[LENGTH:].square().sum()).item(), 1, 3)

    def test_embeddings_have_unit_length_and_the_trained_network_is_left_as_it_was(self):
        with torch.no_grad():
            embeddings = self.shipped(torch.from_numpy(self.batches[0][0]))
        torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(8))
        self.assertEqual((embeddings.shape, self.embedder.embedding.out_features), ((8, LENGTH), 16))
