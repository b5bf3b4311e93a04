import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path

import train
from artefact import requirements

from .made_faces import TINY, FacesTestCase

RECIPE = Path(__file__).parents[1]
SETTINGS = [part for setting in [*TINY, "steps=1", "evaluate_every=1", "frames_a_clip=3"] for part in ("--set", setting)]


class TrainCommand(FacesTestCase):
    def command(self, *more: str, faces: Path | None = None) -> tuple[int, str]:
        """Exit code and what it says of its failure."""
        out, err = io.StringIO(), io.StringIO()
        given = ["--faces", str(faces or self.faces), "--out", str(self.folder / "run"), "--size", "smoke", *SETTINGS, *more]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            return train.main(given), err.getvalue()

    def assert_refused(self, message: str, *more: str, faces: Path | None = None) -> None:
        code, said = self.command(*more, faces=faces)
        self.assertEqual(code, 1)
        self.assertRegex(said, rf"^train\.py: .*{message}.*\n$")

    def rewrite_table(self, change) -> None:
        table = self.faces / "faces.csv"
        table.write_text("\n".join(change(table.read_text().splitlines())))

    def test_a_folder_without_faces(self):
        self.assert_refused("No such file.*faces.csv", faces=self.folder)
        self.assert_refused("faces.csv", faces=self.folder / "nowhere")
        self.assertFalse((self.folder / "run").exists())

    def test_a_folder_without_clips(self):
        self.assert_refused("No such file.*faces.csv", "--clips", str(self.folder / "nowhere"))
        self.assertFalse((self.folder / "run").exists())

    def test_a_table_that_is_none(self):
        self.rewrite_table(lambda lines: lines[:1])
        self.assert_refused("no genuine face")
        self.rewrite_table(lambda lines: [lines[0].replace("donors", "with")])
        self.assert_refused("faces.csv lacks donors; export the faces again")
        self.rewrite_table(lambda lines: [])
        self.assert_refused("faces.csv lacks file, label, method, source, frame")

    def test_a_broken_picture(self):
        for damage in (b"", b"no picture", (self.faces / "0-swap-0.jpg").read_bytes()[:1500]):
            for name in self.faces.glob("*.jpg"):
                name.write_bytes(damage)
            self.assert_refused("jpg is no whole JPEG; export the faces again")
        # The same from a process of its own, whose traceback is not shown.
        self.assert_refused("jpg is no whole JPEG; export the faces again", "--set", "workers=1")

    def test_faces_of_which_nobody_says_how_they_were_cut(self):
        (self.faces / "export.json").unlink()
        self.assert_refused("export.json does not say how the faces were cut; export them again")

    def test_settings_that_make_no_sense(self):
        self.assert_refused("there is no setting stepps", "--set", "stepps=3")
        self.assert_refused("wanted is NAME=VALUE", "--set", "nonsense")
        self.assert_refused("No such file", "--config", str(self.folder / "none.toml"))

    def test_a_folder_that_cannot_be_made(self):
        (self.folder / "run").write_text("a file")
        self.assert_refused("File exists")

    def test_a_run_of_other_settings(self):
        self.assertEqual(self.command(), (0, ""))
        self.assertTrue((self.folder / "run" / "artefact.onnx").exists())
        self.assert_refused("holds a run with other settings; name a new folder", "--set", "learning_rate=1e-3")

    def test_a_wrong_call_shows_the_usage(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as stop:
            train.main(["--size", "huge"])
        self.assertEqual(stop.exception.code, 2)


class Interrupted(FacesTestCase):
    @unittest.skipIf(os.name == "nt", "Windows has no process groups to send Ctrl-C to")
    def test_ctrl_c_stops_all_processes_with_one_line(self):
        settings = [part for setting in ("picture_px=80", "frames_a_clip=3", "steps=100000", "workers=1") for part in ("--set", setting)]
        command = [sys.executable, "train.py", "--faces", self.faces, "--out", self.folder, "--size", "smoke", *settings]
        # A group of its own, as a shell gives it: Ctrl-C reaches the workers too.
        child = subprocess.Popen(command, cwd=RECIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(lambda: child.poll() is None and child.kill())
        # By the second evaluation the first one's checkpoint is there.
        for event in ("started", "trained", "evaluated", "trained"):
            self.assertEqual(json.loads(child.stdout.readline())["event"], event)
        os.killpg(child.pid, signal.SIGINT)
        _, said = child.communicate(timeout=60)
        self.assertEqual((child.returncode, said), (130, "train.py: stopped; the same command goes on from the last checkpoint\n"))
        self.assertTrue((self.folder / "checkpoint.pt").exists())


class Requirements(FacesTestCase):
    def test_nothing_is_missing_here(self):
        self.assertIsNone(requirements.missing())

    def test_what_is_missing_is_named_and_where_to_get_it(self):
        broken = self.folder / "broken"
        for module in ("torch", "av"):
            (broken / module).mkdir(parents=True)
            (broken / module / "__init__.py").write_text("raise ImportError('libtorch.so: cannot open shared object file')")
        command = [sys.executable, "train.py", "--faces", self.faces, "--out", self.folder, "--size", "smoke"]
        done = subprocess.run(command, cwd=RECIPE, env={**os.environ, "PYTHONPATH": str(broken)}, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertRegex(done.stderr, r"^train\.py: .* lacks torch av; .*pip install .*training\n$")
