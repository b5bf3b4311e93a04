import unittest

import numpy as np

from artefact.evaluation import auc


class Figures(unittest.TestCase):
    def test_the_area_counts_pairs_of_all_with_all(self):
        self.assertEqual(auc(np.array([2, 3]), np.array([0, 1])), 1)
        self.assertEqual(auc(np.array([0, 1]), np.array([2, 3])), 0)
        # Of four pairs two are right and one is a tie.
        self.assertEqual(auc(np.array([1, 3]), np.array([1, 2])), 0.625)
        self.assertTrue(np.isnan(auc(np.array([]), np.array([1]))))
