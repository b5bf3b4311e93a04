import contextlib
import io
import json
import tomllib
from pathlib import Path
from unittest.mock import patch

import ablations
from artefact import network, training

from .made_faces import TINY, FacesTestCase, tiny_config

SETTINGS = [part for setting in [*TINY, "evaluate_every=1"] for part in ("--set", setting)]


@patch.object(network, "BLOCKS", ((1, 8, 1, 2),))
@patch.object(network, "FEATURES", 16)
class Ablations(FacesTestCase):
    def ablate(self, *more: str) -> tuple[int, str]:
        """Exit code, and the table alone."""
        runs, out = self.folder / "runs.toml", io.StringIO()
        runs.write_text('all = []\nblends = ["data.fakes=false", "loss.margin=0.3"]\n')
        given = ["--faces", str(self.faces), "--out", str(self.folder / "out"), "--runs", str(runs), "--size", "smoke", *SETTINGS, *more]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = ablations.main(given)
        return code, "\n".join(line for line in out.getvalue().splitlines() if line.startswith("|"))

    def last(self, name: str) -> dict:
        return json.loads((self.folder / "out" / name / "log.jsonl").read_text().splitlines()[-1])

    def test_each_run_has_its_folder_its_settings_and_its_line(self):
        code, table = self.ablate("--set", "steps=2")
        self.assertEqual(code, 0)
        started = {name: json.loads((self.folder / "out" / name / "log.jsonl").read_text().splitlines()[0])["config"] for name in ("all", "blends")}
        self.assertEqual([(config["data"]["fakes"], config["loss"]["margin"], config["steps"]) for config in started.values()], [(True, 0.5, 2), (False, 0.3, 2)])
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        self.assertEqual([line[:2] for line in lines], [["run", "steps"], ["---", "--:"], ["all", "2"], ["blends", "2"]])
        self.assertEqual(lines[2][2], f"{self.last('all')['clean']['fake_auc']:.3f}")
        # The last column is that of whole clips, of which none were given.
        self.assertEqual(lines[3][-2:], [f"{self.last('blends')['degraded']['blend_paired']:.3f}", ""])

    def test_finished_runs_are_not_trained_again(self):
        _, table = self.ablate("--set", "steps=1")
        with patch.object(training.Run, "advance", side_effect=AssertionError("trained again")):
            self.assertEqual(self.ablate("--set", "steps=1"), (0, table))

    def test_the_figures_of_other_settings_are_not_shown_for_these(self):
        self.ablate("--set", "steps=1")
        self.assertEqual(self.ablate("--set", "steps=2"), (1, ""))

    def test_a_run_that_fails_ends_all(self):
        self.assertEqual(self.ablate("--set", "nonsense=1"), (1, ""))

    def test_the_list_that_comes_with_the_recipe_names_settings_that_there_are(self):
        for name, overrides in tomllib.loads(Path(ablations.__file__).with_name("ablations.toml").read_text()).items():
            with self.subTest(name):
                self.assertEqual(tiny_config(*overrides) == tiny_config(), name == "all")
