import unittest
from typing import ClassVar

import cv2
import numpy as np

from artefact.degradation import code_as_video, degrade, draw, equally_lit, equally_sharp, plain_view

from .made_faces import face

STILL = np.zeros((0, 2), int)
MOVING = np.array([(2, -1), (0, 3)])


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    return 10 * np.log10(255**2 / np.square(one.astype(float) - other).mean())


def draws(count: int, degraded: bool = True):
    return [draw(np.random.default_rng(seed), 128, 0.75, 96, degraded) for seed in range(count)]


class EqualSharpness(unittest.TestCase):
    def test_the_sharper_face_is_blurred_as_much_as_the_softer_one_and_no_more(self):
        sharp = face(1, 160)
        soft = cv2.GaussianBlur(sharp, (0, 0), 1.3)
        for pair in ((sharp, soft), (soft, sharp)):
            made = equally_sharp(*pair)
            np.testing.assert_array_equal(made[0 if pair[0] is soft else 1], soft)
            self.assertGreater(psnr(*made), 40)
        self.assertLess(psnr(sharp, soft), 38)

    def test_equal_faces_stay_as_they_are(self):
        for made in equally_sharp(face(1), face(1)):
            np.testing.assert_array_equal(made, face(1))


class PlainView(unittest.TestCase):
    def test_it_is_the_middle_of_the_picture(self):
        picture = face(1, 128)
        np.testing.assert_array_equal(plain_view(picture, 0.75, 96), picture[16:112, 16:112])
        half = plain_view(picture, 0.75, 48)
        self.assertGreater(psnr(half, cv2.resize(picture[16:112, 16:112], (48, 48), interpolation=cv2.INTER_LINEAR)), 25)


class Draws(unittest.TestCase):
    def test_the_same_draw_gives_the_same_pixels(self):
        for how, again in zip(draws(40), draws(40)):
            np.testing.assert_array_equal(degrade(face(1, 128), how, 96), degrade(face(1, 128), again, 96))

    def test_a_draw_leaves_the_face_that_it_is_done_to_alone(self):
        given = face(1, 128)
        for how in draws(20):
            degrade(given, how, 96)
        np.testing.assert_array_equal(given, face(1, 128))

    def test_other_draws_give_other_pixels(self):
        self.assertEqual(len({degrade(face(1, 128), how, 96).tobytes() for how in draws(20)}), 20)

    def test_without_degradation_only_frame_and_mirror_change(self):
        for how in draws(40, degraded=False):
            self.assertEqual((how.shift, how.gamma, how.saturation, how.blur, how.noise, how.small_px), (0, 1, 1, 0, 0, 96))
            self.assertEqual((how.gains.tolist(), how.jpeg, how.video), ([1, 1, 1], None, False))
        self.assertEqual({how.flip for how in draws(40, degraded=False)}, {False, True})
        self.assertEqual(len({how.matrix.tobytes() for how in draws(40, degraded=False)}), 40)

    def test_the_frame_stays_on_the_face(self):
        for how in draws(100, degraded=False):
            x, y = how.matrix @ (64, 64, 1)
            self.assertLess(max(abs(x - 48), abs(y - 48)), 0.05 * 96)

    def test_the_frame_stays_in_the_exported_picture(self):
        # Nothing is invented at the edges, which no picture has when the network is used.
        for how in draws(400, degraded=False):
            back = cv2.invertAffineTransform(how.matrix)
            corners = back @ np.array([(0, 0, 1), (95, 0, 1), (0, 95, 1), (95, 95, 1)]).T
            self.assertTrue(corners.min() >= 0 and corners.max() <= 127, corners)

    def test_the_frame_is_as_wide_as_the_view(self):
        # Of the face, as when the network is used: between 1 / 1.1 and 1 / 0.92 of 96 px of the exported picture.
        widths = [96 / np.hypot(*how.matrix[0, :2]) for how in draws(400, degraded=False)]
        self.assertTrue(96 / 1.1 - 0.1 <= min(widths) < 89 and 102 < max(widths) <= 96 / 0.92 + 0.1)

    def test_every_kind_of_damage_comes(self):
        some = draws(200)
        self.assertTrue(any(how.blur for how in some) and any(how.noise for how in some) and any(how.video for how in some))
        self.assertTrue(min(how.jpeg for how in some if how.jpeg) >= 25 and max(how.jpeg for how in some if how.jpeg) < 95)
        self.assertTrue(56 <= min(how.small_px for how in some) < 64)
        self.assertFalse(any(how.jpeg and how.video for how in some))


class EqualLight(unittest.TestCase):
    def test_two_pictures_come_to_one_mean_between_their_own(self):
        dark, bright = (face(1, 96) * 0.6).astype(np.uint8), face(2, 96)
        one, other = equally_lit(dark, bright)
        np.testing.assert_allclose(one.mean((0, 1)), other.mean((0, 1)), rtol=0.03)
        self.assertTrue((dark.mean((0, 1)) < one.mean((0, 1))).all() and (other.mean((0, 1)) < bright.mean((0, 1))).all())

    def test_what_is_lit_alike_stays(self):
        np.testing.assert_array_equal(equally_lit(face(1, 96), face(1, 96))[0], face(1, 96))


class VideoCoding(unittest.TestCase):
    pictures: ClassVar = [face(seed, 96) for seed in range(5)]

    def quality(self, crf: int) -> float:
        return float(np.mean([psnr(*pair) for pair in zip(self.pictures, code_as_video(self.pictures, crf, MOVING))]))

    def test_crf_18_is_close_and_crf_38_farther(self):
        close, far = self.quality(18), self.quality(38)
        self.assertGreater(close, 33)
        self.assertTrue(20 < far < close - 4, (close, far))

    def test_the_last_frame_lies_where_the_picture_lay(self):
        for motion in (STILL, MOVING):
            coded = code_as_video(self.pictures, 18, motion)
            for place, picture in enumerate(coded):
                distances = [psnr(picture, other) for other in self.pictures]
                self.assertEqual(int(np.argmax(distances)), place)
                self.assertGreater(psnr(picture, self.pictures[place]), psnr(np.roll(picture, 1, 1), self.pictures[place]))

    def test_the_same_pictures_are_coded_the_same(self):
        for one, other in zip(code_as_video(self.pictures, 30, MOVING), code_as_video(self.pictures, 30, MOVING)):
            np.testing.assert_array_equal(one, other)

    def test_tiles_do_not_bleed(self):
        black, white = np.zeros((96, 96, 3), np.uint8), np.full((96, 96, 3), 255, np.uint8)
        for crf in (18, 38):
            coded = code_as_video([black, white, white, black], crf, MOVING)
            for tile, level in zip(coded, (0, 255, 255, 0)):
                self.assertLess(np.abs(tile.astype(int) - level).max(), 24)

    def test_a_single_picture_is_a_clip_too(self):
        [coded] = code_as_video(self.pictures[:1], 23, MOVING)
        self.assertEqual((coded.shape, coded.dtype), ((96, 96, 3), np.uint8))
