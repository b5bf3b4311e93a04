from dataclasses import replace
from unittest.mock import patch

import numpy as np
import torch

from artefact import batches
from artefact.batches import KINDS, Batches, read_picture, to_input
from artefact.degradation import draw
from artefact.face_table import read_faces
from artefact.sampling import Footage

from .made_faces import VIEW_SHARE, FacesTestCase, tiny_config


class BatchesOfThirds(FacesTestCase):
    def setUp(self):
        super().setUp()
        self.all = read_faces([self.faces])

    def batch(self, *overrides: str, faces=None, step: int = 0):
        return Batches(Footage(faces or self.all), VIEW_SHARE, tiny_config(*overrides))[step]

    def test_have_as_many_pairs_of_each_kind(self):
        batch = self.batch()
        self.assertEqual(batch.pictures.shape, (12, 80, 80, 3))
        self.assertEqual(batch.labels.tolist(), [0, 1] * 6)
        self.assertEqual([KINDS[kind] for kind in batch.kinds[::2]], ["swap", "blend", "talking"] * 2)

    def test_know_where_the_seams_of_blends_are(self):
        batch = self.batch()
        fakes = batch.labels == 1
        self.assertEqual(batch.seams.shape, (12, 5, 5))
        is_blend = batch.kinds == KINDS.index("blend")
        self.assertTrue((batch.seams[fakes & is_blend].amax((1, 2)) > 0).all())
        self.assertEqual(batch.seams[~fakes].max(), 0)
        self.assertEqual(batch.known.tolist(), (is_blend | ~fakes).float().tolist())

    def test_are_the_same_for_the_same_step_of_a_seed(self):
        torch.testing.assert_close(self.batch().pictures, self.batch().pictures, rtol=0, atol=0)
        for other in (self.batch(step=1), self.batch("seed=2")):
            self.assertFalse(torch.equal(self.batch().pictures, other.pictures))

    def test_kinds_without_footage_give_their_places_to_others(self):
        genuine = [face for face in self.all if not face.is_fake]
        self.assertEqual(set(self.batch(faces=genuine).kinds.tolist()), {KINDS.index("blend")})
        self.assertEqual(set(self.batch("data.blends=false").kinds.tolist()), {KINDS.index("swap"), KINDS.index("talking")})
        with self.assertRaisesRegex(ValueError, "no genuine face"):
            self.batch(faces=[face for face in self.all if face.is_fake])

    def test_the_two_of_a_pair_are_degraded_alike(self):
        drawn = []
        with patch.object(batches, "degrade", lambda face, how, px: drawn.append(how) or np.zeros((px, px, 3), np.uint8)):
            self.batch()
        self.assertTrue(all(one is other for one, other in zip(drawn[::2], drawn[1::2])))
        self.assertEqual(len({id(how) for how in drawn}), 6)

    def test_more_and_more_pairs_are_degraded_as_the_training_begins(self):
        def share(step: int) -> float:
            drawn = []
            with patch.object(batches, "draw", lambda *given: drawn.append(given[-1]) or draw(*given)):
                self.batch("pairs_a_batch=96", "data.degradation=0.8", "data.worsening_steps=100", step=step)
            return sum(drawn) / len(drawn)

        self.assertLess(share(0), 0.05)
        self.assertAlmostEqual(share(49), 0.4, delta=0.15)
        self.assertAlmostEqual(share(99), 0.8, delta=0.15)
        self.assertAlmostEqual(share(500), 0.8, delta=0.15)

    def test_a_picture_that_was_cut_short_is_named(self):
        path = self.faces / "0-swap-0.jpg"
        path.write_bytes(path.read_bytes()[:-40])
        with self.assertRaisesRegex(ValueError, "0-swap-0.jpg is no whole JPEG"):
            read_picture(replace(self.all[0], path=path))

    def test_the_network_takes_red_first(self):
        red = torch.zeros((1, 4, 4, 3), dtype=torch.uint8)
        red[..., 2] = 255
        self.assertEqual(to_input(red)[0, :, 0, 0].tolist(), [1, -1, -1])
