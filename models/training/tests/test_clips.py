import unittest
from dataclasses import replace

import numpy as np
import torch

from artefact.clips import _interval, clip_figures, read_clips
from artefact.network import ScoreBranch
from artefact.recordings import Recording, read_recordings

from .made_faces import FacesTestCase


class Brightness(torch.nn.Module):
    """Stands for an embedder: brighter faces lie nearer to the first axis."""

    def forward(self, pictures):
        light = pictures.mean((1, 2, 3))
        return torch.nn.functional.normalize(torch.stack([light, torch.ones_like(light)], 1), dim=1)


class WholeClips(FacesTestCase):
    def test_faces_are_gathered_by_clip_without_what_was_made_of_them(self):
        clips = read_clips(self.faces, 80, [])
        # Of each person a genuine recording of two faces, and fakes by two methods.
        self.assertEqual((len(clips.pictures), len(clips.is_fake)), (32, 24))
        self.assertEqual(np.bincount(clips.clip)[~clips.is_fake].tolist(), [2] * 8)
        self.assertEqual(set(clips.method), {"genuine", "swap", "reenactment"})

    def test_clips_of_people_who_were_trained_on_are_left_out(self):
        known = [Recording("another", frozenset({" PERSON 3"}), [], []), Recording("Clip 5", frozenset({"somebody"}), [], [])]
        clips = read_clips(self.faces, 80, known)
        self.assertEqual({group for group in clips.group}, {f"person-{n}" for n in (0, 1, 2, 4, 6, 7)})
        self.assertEqual(clips.described() | {"sha256": ""}, {"genuine": 6, "fake": 12, "groups": 6, "left_out": 6, "sha256": ""})
        with self.assertRaisesRegex(ValueError, "no genuine clip and fake"):
            read_clips(self.faces, 80, read_recordings(self.faces))

    def test_a_donor_who_was_trained_on_leaves_out_the_fake_alone_and_ties_it_to_his_own_clips(self):
        table = self.faces / "faces.csv"
        table.write_text(table.read_text().replace("swap,clip 0,1,person 0,,", "swap,clip 0,1,person 0,person 5;A stranger,"))
        clips = read_clips(self.faces, 80, [Recording("another", frozenset({"a stranger"}), [], [])])
        self.assertEqual((len(clips.is_fake), clips.left_out), (23, 1))
        tied = read_clips(self.faces, 80, [])
        self.assertEqual((len(tied.is_fake), len(set(tied.group)), tied.group.tolist().count("a-stranger")), (24, 7, 6))

    def test_figures_are_those_of_clips_by_method_too(self):
        clips = read_clips(self.faces, 80, [])
        branch = ScoreBranch(2)
        with torch.no_grad():
            branch.direction.copy_(torch.tensor([1.0, 0.0]))
        figures = clip_figures(Brightness(), branch, clips, torch.device("cpu"))
        # Forgeries are brighter in their middle than the genuine face of their moment, so they win more often than not.
        self.assertTrue(0.5 < figures["auc"] <= 1 and figures["low"] <= figures["auc"] <= figures["high"])
        self.assertEqual({name: of["clips"] for name, of in figures["methods"].items()}, {"swap": 8, "reenactment": 8})
        self.assertAlmostEqual(np.mean([of["auc"] for of in figures["methods"].values()]), figures["auc"])

    def test_the_interval_draws_groups_and_not_clips(self):
        # Every clip over again, of the same people: nothing more is known.
        clips = read_clips(self.faces, 80, [])
        scores = np.random.default_rng(1).normal(size=len(clips.is_fake)) + clips.is_fake
        twice = replace(clips, is_fake=np.tile(clips.is_fake, 2), group=np.tile(clips.group, 2))
        self.assertEqual(_interval(scores, clips), _interval(np.tile(scores, 2), twice))
