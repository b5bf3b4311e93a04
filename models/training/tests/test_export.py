import tempfile
import unittest
from pathlib import Path

import torch
import torch.nn.functional as functional

from artefact.export import ForInference, Stored16Bit, export
from artefact.initial_weights import load_initial, read_published
from artefact.network import ArtefactEmbedder
from artefact.requirements import is_importable


def started() -> tuple[ArtefactEmbedder, torch.Tensor]:
    """With ImageNet's weights, which tell fine from coarse noise."""
    torch.manual_seed(3)
    embedder = ArtefactEmbedder(16)
    load_initial(embedder, read_published(0))
    coarse = functional.interpolate(torch.rand(4, 3, 10, 10), scale_factor=8, mode="bilinear", align_corners=False)
    return embedder.eval(), torch.cat([torch.rand(4, 3, 80, 80), coarse]) * 2 - 1


class Compact(unittest.TestCase):
    @classmethod
    @torch.no_grad()
    def setUpClass(cls):
        cls.embedder, cls.pictures = started()
        cls.whole = functional.normalize(cls.embedder(cls.pictures)[0], dim=1)
        cls.small = ForInference(cls.embedder)(cls.pictures)

    def test_16_bits_change_embeddings_by_little(self):
        # As far as pictures differ, not only against a direction that they share.
        self.assertGreater((self.whole - self.whole.mean(0)).norm(dim=1).min().item(), 0.05)
        self.assertGreater((self.whole * self.small).sum(1).min().item(), 0.9999)

    def test_embeddings_are_of_unit_length(self):
        torch.testing.assert_close(self.small.norm(dim=1), torch.ones(8))

    def test_every_channel_uses_all_its_bits(self):
        layer = torch.nn.Linear(5, 3)
        stored = Stored16Bit(layer)
        self.assertEqual(stored.weight.abs().amax(1).tolist(), [32767, 32767, 32767])
        error = (stored.weight * stored.scale - layer.weight).abs()
        self.assertTrue((error <= stored.scale / 2 + 1e-7).all())

    def test_the_file_is_half_the_size_and_says_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "artefact.onnx")
            export(self.embedder, path, 80)
            parameters = sum(parameter.numel() for parameter in self.embedder.parameters())
            self.assertLess(path.stat().st_size, 2.2 * parameters)
            if not is_importable("onnxruntime"):
                return
            import onnxruntime

            session = onnxruntime.InferenceSession(path)
            for pictures in (self.pictures, self.pictures[:1]):
                ran = torch.from_numpy(session.run(["embedding"], {"image": pictures.numpy()})[0])
                torch.testing.assert_close(ran, self.small[: len(pictures)], rtol=1e-3, atol=1e-4)
