import unittest

import cv2
import numpy as np

from artefact.face_outline import LANDMARKS, REGIONS, placement
from artefact.self_blend import SHARES, alter, draw_mask, move, self_blend

from .made_faces import face

SIDE = 128
# A face upright in the middle: the pupils 32 px apart.
POINTS = (LANDMARKS * 32 + (64, 50)).astype(np.float32)


class Outline(unittest.TestCase):
    def test_is_laid_on_the_landmarks(self):
        np.testing.assert_allclose(placement(POINTS), [[32, 0, 64], [0, 32, 50]], atol=1e-3)

    def test_turns_with_the_head(self):
        turned = POINTS @ np.array([[0, 1], [-1, 0]], np.float32)
        place = placement(turned)
        np.testing.assert_allclose(LANDMARKS @ place[:, :2].T + place[:, 2], turned, atol=1e-2)

    def test_regions_are_drawn_by_shares_that_exist(self):
        self.assertLessEqual(SHARES.keys(), REGIONS.keys())
        self.assertAlmostEqual(sum(SHARES.values()), 1)


class Mask(unittest.TestCase):
    def test_covers_its_region_and_nothing_far_from_it(self):
        for seed in range(20):
            mask = draw_mask(SIDE, POINTS, {"face": 1.0}, np.random.default_rng(seed))
            self.assertEqual((mask.shape, mask.dtype), ((SIDE, SIDE), np.float32))
            # The nose, and the corners of the picture.
            self.assertGreater(mask[68, 64], 0.9)
            self.assertEqual(max(mask[0, 0], mask[0, -1], mask[-1, 0], mask[-1, -1]), 0)

    def test_of_a_mouth_leaves_the_eyes(self):
        mask = draw_mask(SIDE, POINTS, {"mouth": 1.0}, np.random.default_rng(1))
        self.assertGreater(mask[88, 64], 0.5)
        self.assertEqual(mask[50, 48], 0)


class Blend(unittest.TestCase):
    def blends(self, other: np.ndarray | None = None):
        picture = face(1, SIDE)
        for seed in range(30):
            yield self_blend(picture, picture if other is None else other, POINTS, np.random.default_rng(seed))

    def test_differs_from_its_target_within_the_mask_alone(self):
        for target, blend, seam in self.blends():
            self.assertEqual((blend.dtype, blend.shape, seam.shape), (np.uint8, target.shape, (SIDE, SIDE)))
            changed = cv2.absdiff(target, blend).max(2) > 0
            self.assertTrue(changed.any())
            self.assertFalse(changed[:, :8].any() or changed[:, -8:].any())
            self.assertTrue(0.5 < seam.max() <= 1.001)

    def test_the_seam_runs_round_what_was_changed_and_not_through_its_middle(self):
        _, _, seam = self_blend(face(2, SIDE), face(2, SIDE), POINTS, np.random.default_rng(4))
        self.assertLess(seam.mean(), 0.4)

    def test_may_take_a_mouth_of_another_moment(self):
        own = [blend for _, blend, _ in self.blends()]
        mixed = [blend for _, blend, _ in self.blends(face(9, SIDE))]
        self.assertTrue(any(not np.array_equal(one, other) for one, other in zip(own, mixed)))

    def test_the_same_seed_gives_the_same_blend(self):
        for one, other in zip(self.blends(), self.blends()):
            for a, b in zip(one, other):
                np.testing.assert_array_equal(a, b)

    def test_parts_keep_size_and_kind(self):
        for seed in range(30):
            for change in (alter, move):
                changed = change(face(3, SIDE), np.random.default_rng(seed))
                self.assertEqual((changed.shape, changed.dtype), ((SIDE, SIDE, 3), np.uint8))
