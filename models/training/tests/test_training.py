import contextlib
import io
import json
from unittest.mock import patch

import torch

from artefact.run import BEFORE_DESCENT, CHECKPOINT, Run, descent_begins
from artefact.training import train

from .made_faces import FacesTestCase, tiny_config, write_faces

STOP_AT = 4


class Stopped(Exception):
    pass


def run(faces, folder, *overrides: str, clips=None) -> Run:
    settings = ["steps=6", "evaluate_every=2", "checkpoint_every=2", "pairs_a_batch=3", "warm_up_steps=1", "frames_a_clip=3", *overrides]
    with contextlib.redirect_stdout(io.StringIO()):
        return train([faces], folder, tiny_config(*settings), clips)


def entries(folder) -> list[dict]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def checkpoint(folder, name: str = CHECKPOINT) -> dict:
    return torch.load(folder / name, weights_only=True)


class Resuming(FacesTestCase):
    def assert_same_networks(self, one, other):
        for name in ("networks", "averages"):
            for key, value in checkpoint(one)[name].items():
                torch.testing.assert_close(checkpoint(other)[name][key], value, rtol=0, atol=0, msg=f"{name} {key}")

    def stop_in_step(self, step: int, folder, *overrides: str):
        advance = Run.advance

        def stopping(self, batch):
            if self.step == step:
                raise Stopped
            return advance(self, batch)

        with patch.object(Run, "advance", stopping), self.assertRaises(Stopped):
            run(self.faces, folder, *overrides)

    def test_a_run_stopped_and_resumed_ends_as_one_never_stopped(self):
        whole, parts = self.folder / "whole", self.folder / "parts"
        run(self.faces, whole)
        self.stop_in_step(STOP_AT + 1, parts)
        self.assertEqual(checkpoint(parts)["step"], STOP_AT)
        run(self.faces, parts)
        self.assert_same_networks(whole, parts)
        torch.testing.assert_close(checkpoint(parts)["random"], checkpoint(whole)["random"], rtol=0, atol=0)
        steps = [(entry["event"], entry["step"]) for entry in entries(parts) if entry["event"] != "trained"]
        self.assertEqual(steps, [("started", 0), ("evaluated", 2), ("evaluated", 4), ("resumed", 4), ("evaluated", 6)])
        self.assertEqual(entries(parts)[-1], entries(whole)[-1])

    def test_a_run_whose_rate_has_not_fallen_yet_may_go_on_for_longer(self):
        whole, longer = self.folder / "whole", self.folder / "longer"
        run(self.faces, whole, "steps=8", "descent=0.5")
        # Until step 4 both are the same; then the shorter one falls, and is taken back there.
        run(self.faces, longer, "steps=6", "descent=0.34")
        self.assertEqual(checkpoint(longer, BEFORE_DESCENT)["step"], 4)
        run(self.faces, longer, "steps=8", "descent=0.5")
        self.assert_same_networks(whole, longer)

    def test_a_finished_run_is_only_read_again(self):
        finished = run(self.faces, self.folder, "steps=2")
        again = run(self.faces, self.folder, "steps=2")
        self.assertEqual((finished.step, again.step), (2, 2))
        self.assertEqual(entries(self.folder)[-1]["event"], "resumed")

    def test_other_settings_are_not_gone_on_with(self):
        run(self.faces, self.folder, "steps=2")
        with self.assertRaisesRegex(ValueError, "other settings; name a new folder"):
            run(self.faces, self.folder, "steps=2", "learning_rate=1e-3")
        self.assertEqual(run(self.faces, self.folder, "steps=2", "workers=1", "evaluate_every=1").step, 2)

    def test_more_faces_may_come_and_those_trained_on_before_stay_listed(self):
        self.stop_in_step(3, self.folder)
        before = (self.folder / "trained-on.csv").read_text()
        write_faces(self.faces, pages=10)
        run(self.faces, self.folder)
        self.assertLess(set(before.splitlines()), set((self.folder / "trained-on.csv").read_text().splitlines()))
        write_faces(self.faces, pages=11)
        with self.assertRaisesRegex(ValueError, "run on other faces that is at its end"):
            run(self.faces, self.folder)

    def test_a_damaged_checkpoint_is_named(self):
        for damage in (b"", b"nothing", b"PK\x03\x04 cut short"):
            (self.folder / CHECKPOINT).write_bytes(damage)
            with self.assertRaisesRegex(ValueError, "checkpoint.pt is damaged"):
                run(self.faces, self.folder)


class Learning(FacesTestCase):
    def test_the_rate_rises_stays_and_falls_to_nothing(self):
        training_run = Run(tiny_config("steps=100", "warm_up_steps=10", "descent=0.4", "learning_rate=1.0"), "", torch.device("cpu"))
        rates = []
        for training_run.step in range(101):
            rates.append(training_run.learning_rate())
        self.assertAlmostEqual(rates[0], 0.1, 6)
        self.assertEqual(set(rates[9:61]), {1.0})
        self.assertAlmostEqual(rates[80], 0.5, 6)
        self.assertAlmostEqual(rates[100], 0, 6)
        self.assertEqual(descent_begins(tiny_config("steps=100", "descent=0.0")), 100)

    def test_the_log_says_what_was_learnt_and_measured_on_whom(self):
        run(self.faces, self.folder, "steps=2")
        started, trained, evaluated = entries(self.folder)
        self.assertEqual(started["trained_on"], {"faces": 27, "genuine_clips": 3, "fake_clips": 6, "genuine_collections": 3, "generators": 6})
        self.assertEqual(started["held_out"], {"genuine": 3, "fake": 6, "groups": 3})
        self.assertLessEqual({"triplet", "cross_entropy", "boundary", "right_swap", "right_blend", "right_talking"}, trained.keys())
        self.assertTrue(0 <= evaluated["held_out"]["low"] <= evaluated["held_out"]["auc"] <= evaluated["held_out"]["high"] <= 1)

    def test_other_clips_are_measured_but_for_those_trained_on(self):
        clips = self.folder / "clips"
        clips.mkdir()
        write_faces(clips, pages=10)
        run(self.faces, self.folder / "run", "steps=1", "evaluate_every=1", clips=clips)
        started = entries(self.folder / "run")[0]
        self.assertEqual({name: started["others"][name] for name in ("genuine", "fake")}, {"genuine": 7, "fake": 14})

    def test_who_was_trained_on_and_who_was_held_out_is_written_down(self):
        run(self.faces, self.folder, "steps=1")
        listed = lambda name: {line.split(",")[0] for line in (self.folder / name).read_text().splitlines()[1:]}
        trained, held_out = listed("trained-on.csv"), listed("held-out.csv")
        self.assertEqual((len(trained), len(held_out), trained & held_out), (3, 3, set()))

    def test_a_new_seed_gives_another_network(self):
        networks = [run(self.faces, self.folder / str(seed), "steps=1", f"seed={seed}").networks[0] for seed in (1, 2)]
        self.assertFalse(torch.equal(*(network.embedding.weight for network in networks)))

    def test_worker_processes_make_the_same_batches(self):
        alone, helped = self.folder / "alone", self.folder / "helped"
        run(self.faces, alone, "steps=2")
        run(self.faces, helped, "steps=2", "workers=1")
        one, other = (checkpoint(folder)["networks"] for folder in (alone, helped))
        for key, value in one.items():
            torch.testing.assert_close(other[key], value, rtol=0, atol=0)


class DeadFeatures(FacesTestCase):
    def test_a_run_whose_features_have_died_ends_and_says_what_to_do(self):
        with patch("artefact.training.live_features", return_value=0.0), self.assertRaisesRegex(ValueError, "lower learning_rate"):
            run(self.faces, self.folder / "dead")
        self.assertEqual(entries(self.folder / "dead")[-1]["live_features"], 0)
