import unittest

import torch
import torch.nn.functional as functional

from artefact.initial_weights import EPSILON, load_initial, read_published
from artefact.network import ArtefactEmbedder


class InitialWeights(unittest.TestCase):
    def test_folded_layers_do_what_convolution_and_norm_did(self):
        published, embedder = read_published(), ArtefactEmbedder(8)
        load_initial(embedder, published)
        x = torch.randn(2, 3, 32, 32)
        norm = [published[f"_bn0.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
        wanted = functional.batch_norm(functional.conv2d(x, published["_conv_stem.weight"], stride=2, padding=1), *norm, eps=EPSILON)
        torch.testing.assert_close(embedder.stem(x), wanted, rtol=1e-4, atol=1e-4)

    def test_every_convolution_of_the_published_network_finds_its_place(self):
        published, embedder = read_published(), ArtefactEmbedder(8)
        before = {name: value.clone() for name, value in embedder.state_dict().items()}
        load_initial(embedder, published)
        unchanged = {name.split(".")[0] for name, value in embedder.state_dict().items() if torch.equal(before[name], value)}
        self.assertEqual(unchanged, {"map", "embedding"})
        convolutions = [value for name, value in published.items() if value.ndim == 4]
        own = [value for name, value in embedder.state_dict().items() if value.ndim == 4]
        self.assertEqual(len(convolutions), len(own) - 1)

    def test_another_network_is_refused(self):
        with self.assertRaises(KeyError):
            load_initial(ArtefactEmbedder(8), {})
