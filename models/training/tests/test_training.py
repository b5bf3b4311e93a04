import contextlib
import io
import json
from unittest.mock import patch

import torch

from artefact import network, training
from artefact.training import CHECKPOINT, Run, train

from .made_faces import FacesTestCase, tiny_config, write_faces

STOP_AT = 4


class Stopped(Exception):
    pass


# Every kind of layer, and few of them: the loop is on trial here.
@patch.object(network, "BLOCKS", ((1, 8, 1, 2), (2, 12, 2, 2)))
@patch.object(network, "FEATURES", 32)
def run(faces, folder, *overrides: str, clips=None) -> Run:
    with contextlib.redirect_stdout(io.StringIO()):
        return train(faces, folder, tiny_config("steps=6", "evaluate_every=2", "groups_a_batch=2", *overrides), None, clips)


def entries(folder) -> list[dict]:
    refuse = lambda constant: (_ for _ in ()).throw(ValueError(f"{constant} is no JSON"))
    return [json.loads(line, parse_constant=refuse) for line in (folder / "log.jsonl").read_text().splitlines()]


class Resuming(FacesTestCase):
    def test_a_run_stopped_and_resumed_ends_as_one_never_stopped(self):
        whole, parts = self.folder / "whole", self.folder / "parts"
        run(self.faces, whole)
        advance = Run.advance

        def stopping(self, *batch):
            # In the step after a checkpoint and one more.
            if self.step == STOP_AT + 1:
                raise Stopped
            return advance(self, *batch)

        with patch.object(Run, "advance", stopping), self.assertRaises(Stopped):
            run(self.faces, parts)
        self.assertEqual(torch.load(parts / CHECKPOINT)["step"], STOP_AT)
        run(self.faces, parts)
        one, other = torch.load(whole / CHECKPOINT), torch.load(parts / CHECKPOINT)
        for name in ("networks", "averages"):
            for key, value in one[name].items():
                torch.testing.assert_close(other[name][key], value, rtol=0, atol=0, msg=f"{name} {key}")
        torch.testing.assert_close(other["random"], one["random"], rtol=0, atol=0)
        self.assertEqual([(entry["event"], entry["step"]) for entry in entries(parts)],
                         [("started", 0), ("evaluated", 2), ("evaluated", 4), ("resumed", 4), ("evaluated", 6)])
        self.assertEqual(entries(parts)[-1]["degraded"], entries(whole)[-1]["degraded"])

    def test_a_finished_run_is_only_read_again(self):
        finished = run(self.faces, self.folder, "steps=2")
        again = run(self.faces, self.folder, "steps=2")
        self.assertEqual((finished.step, again.step), (2, 2))
        self.assertEqual(entries(self.folder)[-1]["event"], "resumed")

    def test_other_settings_are_not_gone_on_with(self):
        run(self.faces, self.folder, "steps=2")
        with self.assertRaisesRegex(ValueError, "other settings; name a new folder"):
            run(self.faces, self.folder, "steps=2", "loss.margin=0.3")


    def test_other_faces_are_not_gone_on_with(self):
        run(self.faces, self.folder, "steps=2")
        for name, old, new in (("faces.csv", b"swap", b"other"), ("export.json", b"0.75", b"0.8")):
            path = self.faces / name
            content = path.read_bytes()
            path.write_bytes(content.replace(old, new, 1))
            with self.subTest(name), self.assertRaisesRegex(ValueError, "run on other faces; name a new folder"):
                run(self.faces, self.folder, "steps=2")
            path.write_bytes(content)
        self.assertEqual(run(self.faces, self.folder, "steps=2").step, 2)

    def test_another_number_of_processes_may_go_on(self):
        run(self.faces, self.folder, "steps=2")
        self.assertEqual(run(self.faces, self.folder, "steps=2", "workers=1").step, 2)


class Learning(FacesTestCase):
    def test_the_rate_warms_up_and_ends_near_nothing(self):
        config = tiny_config("steps=100", "warm_up=0.1", "learning_rate=1.0")
        training_run = Run(config, "", None, torch.device("cpu"))
        rates = []
        for training_run.step in range(100):
            rates.append(training_run.learning_rate())
        self.assertEqual(max(range(100), key=rates.__getitem__), 9)
        self.assertAlmostEqual(rates[0], 0.1, 3)
        self.assertLess(rates[-1], 1e-3)

    def test_the_log_holds_every_figure_of_people_never_trained_on(self):
        run(self.faces, self.folder, "steps=2")
        started, evaluated = entries(self.folder)
        self.assertEqual((started["recordings"], started["held_out_recordings"]), (5, 3))
        self.assertEqual(started["config"]["loss"]["margin"], 0.5)
        for trial in ("clean", "degraded"):
            self.assertEqual(set(evaluated[trial]), {f"{kind}_{figure}" for kind in ("fake", "blend") for figure in ("auc", "paired")})
            self.assertTrue(all(0 <= value <= 1 for value in evaluated[trial].values()))

    def test_whole_clips_of_others_are_measured_where_they_are_given(self):
        clips = self.folder / "clips"
        clips.mkdir()
        write_faces(clips, people=10)
        run(self.faces, self.folder / "run", "steps=1", "evaluate_every=1", clips=clips)
        # Five of ten were trained on.
        started, evaluated = entries(self.folder / "run")
        self.assertEqual({name: started["clips"][name] for name in ("genuine", "fake", "left_out")}, {"genuine": 5, "fake": 10, "left_out": 15})
        self.assertEqual(evaluated["clips"]["methods"]["swap"]["clips"], 5)

    def test_the_branch_reads_embeddings_that_it_does_not_form(self):
        # All other terms of the loss left out.
        with patch.object(training, "total", lambda embeddings, *_: 0 * embeddings.sum()):
            embedder, branch = run(self.faces, self.folder, "loss.cross_entropy=0", "steps=1").networks
        self.assertNotEqual(branch.scale.grad.item(), 0)
        self.assertEqual(max(parameter.grad.abs().max().item() for parameter in embedder.parameters()), 0)

    def test_who_was_trained_on_and_who_was_held_out_is_written_down(self):
        run(self.faces, self.folder, "steps=2")
        listed = {name: (self.folder / name).read_text().splitlines() for name in ("trained-on.csv", "held-out.csv")}
        held_out = [f"person {n},,clip {n}" for n in (3, 4, 5)]
        self.assertEqual(listed["held-out.csv"], ["identity,donors,source", *held_out])
        self.assertEqual(listed["trained-on.csv"], ["identity,donors,source", *(f"person {n},,clip {n}" for n in (0, 1, 2, 6, 7))])

    def test_a_figure_of_which_there_is_no_face_is_null(self):
        table = self.faces / "faces.csv"
        table.write_text("\n".join(line for line in table.read_text().splitlines() if "blend" not in line))
        run(self.faces, self.folder, "steps=2")
        self.assertIsNone(entries(self.folder)[-1]["clean"]["blend_auc"])

    def test_a_new_seed_gives_another_network(self):
        networks = [run(self.faces, self.folder / str(seed), "steps=1", f"seed={seed}").networks[0] for seed in (1, 2)]
        self.assertFalse(torch.equal(*(network.embedding.weight for network in networks)))

    def test_worker_processes_make_the_same_batches(self):
        alone, helped = self.folder / "alone", self.folder / "helped"
        run(self.faces, alone, "steps=2")
        run(self.faces, helped, "steps=2", "workers=1")
        one, other = (torch.load(folder / CHECKPOINT)["networks"] for folder in (alone, helped))
        for key, value in one.items():
            torch.testing.assert_close(other[key], value, rtol=0, atol=0)

    def test_a_damaged_checkpoint_is_named(self):
        for damage in (b"", b"nothing", b"PK\x03\x04 cut short"):
            (self.folder / CHECKPOINT).write_bytes(damage)
            with self.assertRaisesRegex(ValueError, "checkpoint.pt is damaged"):
                run(self.faces, self.folder)
