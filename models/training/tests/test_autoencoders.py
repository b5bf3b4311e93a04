import unittest

import numpy as np

from artefact.autoencoders import HELD_OUT, TRAINED_ON, Autoencoder, fit, reconstruct, to_tensor

from .made_faces import face


class Autoencoders(unittest.TestCase):
    def test_every_build_gives_back_the_size_it_was_given(self):
        for build in (*TRAINED_ON, HELD_OUT):
            with self.subTest(build.name):
                network = Autoencoder(build).eval()
                self.assertEqual(reconstruct(network, np.stack([face(1, 96)])).shape, (1, 96, 96, 3))
                self.assertEqual(network(to_tensor(np.stack([face(1, 96)]))).shape, (1, 3, 96, 96))

    def test_no_face_of_training_goes_through_the_held_out_build(self):
        self.assertNotIn(HELD_OUT, TRAINED_ON)
        self.assertNotIn(HELD_OUT.enlarging, {build.enlarging for build in TRAINED_ON})

    def test_fitting_brings_the_reconstruction_nearer(self):
        pictures = np.stack([face(seed) for seed in range(6)])
        error = lambda steps: np.abs(reconstruct(fit(TRAINED_ON[0], pictures, steps, 1), pictures).astype(float) - pictures).mean()
        self.assertLess(error(25), 0.9 * error(1))

    def test_the_same_seed_fits_the_same_network(self):
        pictures = np.stack([face(seed) for seed in range(3)])
        one, other = (reconstruct(fit(TRAINED_ON[1], pictures, 2, 1), pictures) for _ in range(2))
        np.testing.assert_array_equal(one, other)
