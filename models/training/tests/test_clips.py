import unittest

import numpy as np
import torch
from artefact.clips import clip_figures, read_clips
from artefact.network import ScoreBranch

from .made_faces import FacesTestCase


class Brightness(torch.nn.Module):
    """Stands for an embedder: brighter faces lie nearer to the first axis."""

    def forward(self, pictures):
        light = pictures.mean((1, 2, 3))
        return torch.nn.functional.normalize(torch.stack([light, torch.ones_like(light)], 1), dim=1)


class WholeClips(FacesTestCase):
    def test_faces_are_gathered_by_clip_without_what_was_made_of_them(self):
        clips = read_clips(self.faces, 80, frozenset())
        # Of each person a genuine recording of two faces, and fakes by two methods.
        self.assertEqual((len(clips.pictures), len(clips.is_fake)), (32, 24))
        self.assertEqual(np.bincount(clips.clip)[~clips.is_fake].tolist(), [2] * 8)
        self.assertEqual(set(clips.method), {"genuine", "swap", "reenactment"})

    def test_clips_of_people_who_were_trained_on_are_left_out(self):
        clips = read_clips(self.faces, 80, frozenset({"person 3", "clip 5"}))
        self.assertEqual(set(clips.person), {f"person {n}" for n in (0, 1, 2, 4, 6, 7)})
        with self.assertRaisesRegex(ValueError, "no genuine clip and fake"):
            read_clips(self.faces, 80, frozenset(f"person {n}" for n in range(8)))

    def test_figures_are_those_of_clips_by_method_too(self):
        clips = read_clips(self.faces, 80, frozenset())
        branch = ScoreBranch(2)
        with torch.no_grad():
            branch.direction.copy_(torch.tensor([1.0, 0.0]))
        figures = clip_figures(Brightness(), branch, clips, torch.device("cpu"))
        # Forgeries are brighter in their middle than the genuine face of their moment, so they win more often than not.
        self.assertTrue(0.5 < figures["auc"] <= 1 and figures["low"] <= figures["auc"] <= figures["high"])
        self.assertEqual({name: of["clips"] for name, of in figures["methods"].items()}, {"swap": 8, "reenactment": 8})
        self.assertAlmostEqual(np.mean([of["auc"] for of in figures["methods"].values()]), figures["auc"])
