import contextlib
import io

import numpy as np
import torch

import shortcuts
from artefact.batches import Batches
from artefact.face_table import read_faces
from artefact.sampling import Footage
from artefact.shortcuts import MEASURES, measures, shortcut_figures

from .made_faces import TINY, VIEW_SHARE, FacesTestCase, tiny_config


class Shortcuts(FacesTestCase):
    def test_measures_tell_what_they_are_named_for(self):
        noise = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1)) - 0.5
        changed = {
            "fine detail": 0.5 * noise,
            "brightness": noise + 0.3,
            "contrast": 0.5 * noise,
            "saturation": noise.mean(1, keepdim=True).expand(-1, 3, -1, -1),
            "flat border": torch.cat([noise[..., 1:2, :], noise[..., 1:, :]], 2),
        }
        before = measures(noise)[0]
        for name, picture in changed.items():
            with self.subTest(name):
                self.assertGreater(abs(measures(picture)[0] - before)[MEASURES.index(name)], 1e-3)

    def test_a_brighter_kind_of_forgery_is_found_out(self):
        # The made-up forgeries have a bright square; degradation hides part of it.
        data = Batches(Footage(read_faces([self.faces])), VIEW_SHARE, tiny_config("data.degradation=0", "pairs_a_batch=12"))
        found = shortcut_figures(data, 6)
        self.assertEqual(found.keys(), {"swap", "blend", "talking"})
        self.assertGreater(found["swap"]["together"], 0.7)
        self.assertTrue(all(0.5 <= value <= 1 for name, value in found["blend"].items() if name != "together" and not np.isnan(value)))

    def test_the_command_shows_a_table(self):
        settings = [part for setting in [*TINY, "fold=-1"] for part in ("--set", setting)]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = shortcuts.main(["--faces", str(self.faces), "--size", "smoke", "--batches", "3", *settings])
        self.assertEqual((code, err.getvalue()), (0, ""))
        self.assertRegex(out.getvalue(), r"^\| AUC of \| swap \| blend \| talking \|\n\| --- \| --: \| --: \| --: \|\n\| fine detail \| [01]\.\d\d")
        with contextlib.redirect_stderr(err):
            self.assertEqual(shortcuts.main(["--faces", str(self.folder), "--size", "smoke"]), 1)
