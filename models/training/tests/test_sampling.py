from collections import Counter

import numpy as np

from artefact.face_table import read_faces
from artefact.sampling import Balanced, Footage

from .made_faces import FacesTestCase


class Sampling(FacesTestCase):
    def setUp(self):
        super().setUp()
        self.footage = Footage(read_faces([self.faces]))
        self.rng = np.random.default_rng(1)

    def test_a_collection_weighs_the_cube_root_of_its_clips(self):
        pool = Balanced([*(("large", number) for number in range(1000)), ("small", -1)])
        small = sum(pool.draw(self.rng) == -1 for _ in range(11_000))
        self.assertTrue(850 < small < 1150, small)

    def test_an_empty_pool_says_so(self):
        self.assertFalse(Balanced([]))
        self.assertTrue(Balanced([("one", 1)]))

    def test_a_swap_comes_with_its_original_at_the_same_moment(self):
        for _ in range(50):
            genuine, fake = self.footage.swap(self.rng)
            self.assertEqual((genuine.is_fake, fake.is_fake), (False, True))
            self.assertEqual((genuine.source, genuine.frame), (fake.source, fake.frame))

    def test_a_talking_head_comes_with_anybody(self):
        drawn = [self.footage.talking_head(self.rng) for _ in range(200)]
        self.assertTrue(all(fake.method.startswith("generator") and not genuine.is_fake for genuine, fake in drawn))
        self.assertEqual(len(Counter(fake.method for _, fake in drawn)), 6)
        of_one_page = sum(genuine.collection == fake.collection for genuine, fake in drawn)
        # Every other pair, and one in six of the others.
        self.assertTrue(90 < of_one_page < 145, of_one_page)

    def test_two_moments_are_of_one_genuine_clip(self):
        drawn = [self.footage.moments(self.rng) for _ in range(100)]
        self.assertTrue(all(one.clip == other.clip and not one.is_fake for one, other in drawn))
        self.assertTrue(any(one is other for one, other in drawn) and any(one is not other for one, other in drawn))
