import unittest

import torch
import torch.nn.functional as functional

from artefact.initial_weights import load_initial, read_published
from artefact.network import EPSILON, SCALES, ArtefactEmbedder


class InitialWeights(unittest.TestCase):
    def test_layers_do_what_the_published_convolution_and_norm_did(self):
        published, embedder = read_published(0), ArtefactEmbedder(8).eval()
        load_initial(embedder, published)
        x = torch.randn(2, 3, 32, 32)
        norm = [published[f"_bn0.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
        wanted = functional.batch_norm(functional.conv2d(x, published["_conv_stem.weight"], stride=2, padding=1), *norm, eps=EPSILON)
        torch.testing.assert_close(embedder.stem(x), wanted, rtol=1e-4, atol=1e-4)

    def test_every_convolution_of_the_published_network_finds_its_place(self):
        for edition in range(len(SCALES)):
            published, embedder = read_published(edition), ArtefactEmbedder(8, edition)
            before = {name: value.clone() for name, value in embedder.state_dict().items() if value.ndim == 4}
            load_initial(embedder, published)
            unchanged = {name.split(".")[0] for name, value in before.items() if torch.equal(embedder.state_dict()[name], value)}
            self.assertEqual(unchanged, {"map"})
            convolutions = [value for value in published.values() if value.ndim == 4]
            self.assertEqual(len(convolutions), len(before) - 1)

    def test_a_network_that_ends_early_takes_the_blocks_that_it_has(self):
        published, embedder = read_published(0), ArtefactEmbedder(8, blocks=5)
        load_initial(embedder, published)
        torch.testing.assert_close(embedder.blocks[4].project[0].weight.data, published["_blocks.4._project_conv.weight"])

    def test_another_network_is_refused(self):
        with self.assertRaises(KeyError):
            load_initial(ArtefactEmbedder(8), {})
