import tempfile
import unittest
from pathlib import Path

from artefact.config import read_config

from .made_faces import CONFIG


def read(*overrides: str, size: str = "smoke"):
    return read_config(CONFIG, size, list(overrides))


class Settings(unittest.TestCase):
    def test_all_sizes_can_be_read_and_share_what_they_do_not_name(self):
        smoke, cpu, gpu = (read(size=size) for size in ("smoke", "cpu", "gpu"))
        self.assertTrue(smoke.steps < gpu.steps < cpu.steps)
        self.assertEqual(smoke.loss, gpu.loss)
        self.assertEqual((cpu.picture_px, gpu.picture_px), (160, 192))

    def test_an_override_is_of_one_setting_alone(self):
        changed = read("loss.triplet=0", "data.swaps=false", "learning_rate=1e-3")
        self.assertEqual((changed.loss.triplet, changed.loss.margin), (0, read().loss.margin))
        self.assertEqual((changed.data.swaps, changed.data.talking), (False, True))
        self.assertEqual((changed.learning_rate, changed.steps), (1e-3, read().steps))

    def test_of_two_overrides_the_later_one_counts(self):
        self.assertEqual(read("steps=7", "steps=9").steps, 9)

    def test_nonsense_is_refused_by_name(self):
        for override, message in (
            ("stepps=3", "no setting stepps"),
            ("loss.tripplet=3", "no setting loss.tripplet; there are loss.triplet, loss.margin"),
            ("loss.triplet.x=3", "loss.triplet must be a number"),
            ("loss=3", "loss is a group of settings"),
            ("steps", "wanted is NAME=VALUE"),
            ("steps=", "wanted is NAME=VALUE"),
            ("steps=many", "wanted is NAME=VALUE"),
            ("", "wanted is NAME=VALUE"),
            ("=3", "no setting"),
            ("steps=1.5", "steps must be a whole number, not 1.5"),
            ("steps=true", "steps must be a whole number"),
            ("data.swaps=0", "data.swaps must be true or false"),
            ("steps=0", "steps must lie between 1 and"),
            ("loss.triplet=-1", "loss.triplet must lie between 0 and"),
            ("learning_rate=nan", "learning_rate must lie"),
            ("picture_px=100", "multiple of 16"),
        ):
            with self.subTest(override), self.assertRaisesRegex(ValueError, message):
                read(override)

    def test_a_loss_without_a_score_is_refused(self):
        with self.assertRaisesRegex(ValueError, "figures need the score"):
            read("loss.cross_entropy=0")

    def test_a_fold_that_is_not_there_is_refused(self):
        self.assertEqual(read("fold=-1").fold, -1)
        with self.assertRaisesRegex(ValueError, "fold must be less than folds"):
            read("fold=5")

    def test_a_size_that_is_not_there_is_refused(self):
        for size in ("huge", "shared"):
            with self.assertRaisesRegex(ValueError, "no size named"):
                read(size=size)

    def test_a_file_that_lacks_or_adds_a_setting_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            changed = Path(folder, "config.toml")
            changed.write_text(CONFIG.read_text().replace("margin = 0.5", ""))
            with self.assertRaisesRegex(ValueError, "loss.margin is missing"):
                read_config(changed, "smoke", [])
            changed.write_text(CONFIG.read_text().replace("[smoke]", "[smoke]\nstep = 3"))
            with self.assertRaisesRegex(ValueError, "no setting step;"):
                read_config(changed, "smoke", [])
