import copy
import tempfile
import unittest
from pathlib import Path

import torch
import torch.nn.functional as functional

from artefact.export import Stored16Bit, compact, export
from artefact.network import ArtefactEmbedder


def trained_a_little() -> tuple[ArtefactEmbedder, torch.Tensor]:
    """On fine against coarse noise; its batch norms know these pictures."""
    torch.manual_seed(3)
    embedder = ArtefactEmbedder(16)
    coarse = functional.interpolate(torch.rand(4, 3, 10, 10), scale_factor=8, mode="bilinear", align_corners=False)
    pictures = torch.cat([torch.rand(4, 3, 80, 80), coarse]) * 2 - 1
    optimiser = torch.optim.SGD(embedder.parameters(), lr=0.01)
    for _ in range(4):
        optimiser.zero_grad()
        embeddings = embedder(pictures)
        (embeddings[:4] @ embeddings[4:].T).mean().backward()
        optimiser.step()
    for module in embedder.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            # The statistics of the next batch as they are: running means follow slowly.
            module.momentum = 1.0
    with torch.no_grad():
        embedder(pictures)
    return embedder.eval(), pictures


class Compact(unittest.TestCase):
    @classmethod
    @torch.no_grad()
    def setUpClass(cls):
        with torch.enable_grad():
            cls.embedder, cls.pictures = trained_a_little()
        cls.whole = cls.embedder(cls.pictures)
        cls.small = compact(copy.deepcopy(cls.embedder))(cls.pictures)

    def test_16_bits_change_embeddings_by_little(self):
        # As far as pictures differ, not only against a direction that they share.
        self.assertGreater((self.whole - self.whole.mean(0)).norm(dim=1).min().item(), 0.05)
        self.assertGreater((self.whole * self.small).sum(1).min().item(), 0.9999)

    def test_embeddings_are_of_unit_length(self):
        for embeddings in (self.whole, self.small):
            torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(8))

    def test_every_channel_uses_all_its_bits(self):
        layer = torch.nn.Linear(5, 3)
        stored = Stored16Bit(layer)
        self.assertEqual(stored.weight.abs().amax(1).tolist(), [32767, 32767, 32767])
        error = (stored.weight * stored.scale - layer.weight).abs()
        self.assertTrue((error <= stored.scale / 2 + 1e-7).all())

    def test_no_batch_norm_is_left_and_the_file_is_half_the_size(self):
        small = compact(copy.deepcopy(self.embedder))
        self.assertFalse([module for module in small.modules() if isinstance(module, torch.nn.BatchNorm2d)])
        with tempfile.TemporaryDirectory() as folder:
            export(copy.deepcopy(self.embedder), Path(folder, "artefact.onnx"), 80)
            parameters = sum(parameter.numel() for parameter in self.embedder.parameters())
            self.assertLess(Path(folder, "artefact.onnx").stat().st_size, 2.2 * parameters)
