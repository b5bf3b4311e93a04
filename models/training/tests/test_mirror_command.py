import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import mirror
from artefact import requirements
from artefact.export import export
from artefact.network import ArtefactEmbedder

HAS_ONNX = requirements.is_importable("onnx")


@unittest.skipUnless(HAS_ONNX, "no onnx")
class MirrorCommand(unittest.TestCase):
    """What the network makes of a face and of its mirror image is told where the engine runs the shipped one."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.network = Path(folder.name) / "artefact.onnx"
        self.out = Path(folder.name) / "mirrored.onnx"
        export(ArtefactEmbedder(8), self.network, 80)

    def command(self) -> tuple[int, str]:
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            return mirror.main([str(self.network), "--out", str(self.out)]), err.getvalue()

    def test_the_network_is_there_once_for_both_pictures(self):
        self.assertEqual(self.command(), (0, ""))
        self.assertAlmostEqual(self.out.stat().st_size / self.network.stat().st_size, 1, delta=0.02)

    def test_a_file_that_is_there_is_not_overwritten(self):
        self.out.write_bytes(b"mine")
        code, said = self.command()
        self.assertEqual((code, said), (1, f"mirror.py: {self.out} exists: choose another name\n"))
        self.assertEqual(self.out.read_bytes(), b"mine")

    def test_what_is_no_network_of_the_recipe_is_named(self):
        self.network.write_bytes(b"nothing")
        code, said = self.command()
        self.assertEqual(code, 1)
        self.assertRegex(said, r"^mirror\.py: .*artefact\.onnx is no ONNX network\n$")
        self.assertFalse(self.out.exists())
