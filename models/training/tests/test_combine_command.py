import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

import combine
from artefact import requirements
from artefact.export import export
from artefact.network import ArtefactEmbedder
from artefact.people_list import read_people, write_people

HAS_ONNX = requirements.is_importable("onnx")


class CombineCommand(unittest.TestCase):
    """What the joined network makes of a face is told where the engine runs it: test/integration/training-recipe.test.ts."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.runs = [self.folder / name for name in ("long", "short")]
        for number, run in enumerate(self.runs):
            run.mkdir()
            write_people(run / "trained-on.csv", {("both", "", "clip"), (f"of {number}", "", "clip")})
        self.out = self.folder / "joined"

    def command(self, *given: str | Path) -> tuple[int, str]:
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            return combine.main([*map(str, given or self.runs), "--out", str(self.out)]), err.getvalue()

    def assert_refused(self, message: str) -> None:
        code, said = self.command()
        self.assertEqual(code, 1)
        self.assertRegex(said, rf"^combine\.py: .*{message}.*\n$")
        self.assertFalse((self.out / "trained-on.csv").exists())

    def write_networks(self) -> None:
        for run, length in zip(self.runs, (8, 4)):
            export(ArtefactEmbedder(length), run / "artefact.onnx", 80)

    @unittest.skipUnless(HAS_ONNX, "no onnx")
    def test_whom_any_of_them_was_trained_on_is_listed_and_both_networks_are_there(self):
        self.write_networks()
        self.assertEqual(self.command(), (0, ""))
        self.assertEqual({person for person, _, _ in read_people(self.out / "trained-on.csv")}, {"both", "of 0", "of 1"})
        sizes = [(run / "artefact.onnx").stat().st_size for run in self.runs]
        self.assertAlmostEqual((self.out / "artefact.onnx").stat().st_size / sum(sizes), 1, delta=0.02)

    @unittest.skipUnless(HAS_ONNX, "no onnx")
    def test_a_network_that_is_there_is_not_overwritten(self):
        self.write_networks()
        self.command()
        before = (self.out / "artefact.onnx").read_bytes()
        code, said = self.command()
        self.assertEqual((code, said), (1, f"combine.py: {self.out} holds a network; name a new folder\n"))
        self.assertEqual((self.out / "artefact.onnx").read_bytes(), before)

    @unittest.skipUnless(HAS_ONNX, "no onnx")
    def test_a_file_that_is_no_network(self):
        self.write_networks()
        for content in (b"", b"no network"):
            (self.runs[1] / "artefact.onnx").write_bytes(content)
            self.assert_refused("short.artefact.onnx is no ONNX network")

    @unittest.skipUnless(HAS_ONNX, "no onnx")
    def test_one_network_twice(self):
        self.write_networks()
        (self.runs[1] / "artefact.onnx").write_bytes((self.runs[0] / "artefact.onnx").read_bytes())
        self.assert_refused("one network comes twice")
        self.assertFalse(self.out.exists())

    @unittest.skipUnless(HAS_ONNX, "no onnx")
    def test_a_run_without_a_network_or_a_list(self):
        self.assert_refused("No such file.*long.artefact.onnx")
        self.write_networks()
        (self.runs[1] / "trained-on.csv").unlink()
        self.assert_refused("No such file.*short.trained-on.csv")

    def test_one_run_is_no_combination(self):
        with self.assertRaises(SystemExit) as ended:
            self.command(self.runs[0])
        self.assertEqual(ended.exception.code, 2)

    def test_without_onnx_it_says_how_to_get_it(self):
        with patch.object(requirements, "is_importable", lambda module: module != "onnx"):
            self.assert_refused("lacks onnx; .*pip install")
