import json
import math
import unittest
from pathlib import Path
from unittest.mock import patch

import torch

from artefact import losses
from artefact.config import Loss

GOLDEN = Path(__file__).parents[3] / "test" / "golden" / "triplets.json"


def on_sphere(count: int, length: int = 8, seed: int = 0) -> torch.Tensor:
    points = torch.randn(count, length, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return torch.nn.functional.normalize(points, dim=1)


class GoldenTriplets(unittest.TestCase):
    @unittest.skipUnless(GOLDEN.exists(), "only with the whole project: test/golden/triplets.json")
    def test_loss_and_gradient_are_the_golden_ones(self):
        # Most of the golden vectors lie off the sphere, where 2 - 2 a.b is no distance.
        with patch.object(losses, "squared_distances", lambda points: (points[:, None] - points[None]).square().sum(2)):
            for case in json.loads(GOLDEN.read_text())["cases"]:
                with self.subTest(case["name"]):
                    points = torch.tensor(case["embeddings"], dtype=torch.float64, requires_grad=True)
                    loss = losses.semi_hard_triplet(points, torch.tensor(case["labels"]), case["margin"])
                    loss.backward()
                    self.assertAlmostEqual(loss.item(), case["loss"], 6)
                    if case["gradient"] is None:
                        continue
                    torch.testing.assert_close(points.grad, torch.tensor(case["gradient"], dtype=torch.float64), atol=1e-6, rtol=1e-4)

    @unittest.skipUnless(GOLDEN.exists(), "only with the whole project: test/golden/triplets.json")
    def test_unit_vectors_need_no_other_distance(self):
        case = next(case for case in json.loads(GOLDEN.read_text())["cases"] if case["name"].startswith("unit-sphere"))
        loss = losses.semi_hard_triplet(torch.tensor(case["embeddings"], dtype=torch.float64), torch.tensor(case["labels"]), case["margin"])
        self.assertAlmostEqual(loss.item(), case["loss"], 6)


class Triplets(unittest.TestCase):
    labels = torch.tensor([0, 0, 1, 1])
    # Two classes at opposite poles: 4 apart in squared distance.
    poles = torch.tensor([[1.0, 0], [1, 0], [-1, 0], [-1, 0]])

    def test_classes_apart_by_more_than_the_margin_cost_nothing(self):
        self.assertEqual(losses.semi_hard_triplet(self.poles, self.labels, 3.9).item(), 0)
        self.assertAlmostEqual(losses.semi_hard_triplet(self.poles, self.labels, 4.5).item(), 0.5, 6)

    def test_identical_points_cost_the_margin(self):
        self.assertAlmostEqual(losses.semi_hard_triplet(torch.ones(4, 1), self.labels, 0.5).item(), 0.5, 6)

    def test_a_batch_of_one_class_costs_nothing_and_can_be_differentiated(self):
        points = on_sphere(4).requires_grad_()
        loss = losses.semi_hard_triplet(points, torch.zeros(4, dtype=torch.long), 0.5)
        loss.backward()
        self.assertEqual((loss.item(), points.grad.abs().max().item()), (0, 0))

    def test_within_sources_it_is_the_mean_over_the_sources_own_batches(self):
        points, labels, sources = on_sphere(12), torch.tensor([0, 1] * 6), torch.arange(3).repeat_interleave(4)
        alone = [losses.semi_hard_triplet(points[sources == s], labels[sources == s], 0.5) for s in range(3)]
        within = losses.semi_hard_triplet(points, labels, 0.5, sources)
        torch.testing.assert_close(within, torch.stack(alone).mean())
        self.assertNotAlmostEqual(within.item(), losses.semi_hard_triplet(points, labels, 0.5).item(), 3)

    def test_the_order_of_a_batch_does_not_matter(self):
        points, labels, order = on_sphere(10), torch.tensor([0, 1] * 5), torch.randperm(10)
        torch.testing.assert_close(losses.semi_hard_triplet(points[order], labels[order], 0.5), losses.semi_hard_triplet(points, labels, 0.5))


class AlignmentAndUniformity(unittest.TestCase):
    def test_aligned_classes_have_alignment_0(self):
        self.assertAlmostEqual(losses.alignment(Triplets.poles, Triplets.labels).item(), 0, 6)

    def test_opposite_points_of_one_class_have_alignment_4(self):
        self.assertAlmostEqual(losses.alignment(torch.tensor([[1.0, 0], [-1, 0]]), torch.tensor([1, 1])).item(), 4, 6)

    def test_uniformity_is_0_for_identical_points_and_less_for_all_others(self):
        identical = on_sphere(1).expand(6, -1)
        self.assertAlmostEqual(losses.uniformity(identical).item(), 0, 6)
        self.assertLess(losses.uniformity(on_sphere(6)).item(), 0)

    def test_two_opposite_points_have_the_least_uniformity_of_all_pairs(self):
        self.assertAlmostEqual(losses.uniformity(torch.tensor([[1.0, 0], [-1, 0]])).item(), -8, 5)


class Total(unittest.TestCase):
    def test_terms_are_weighed_and_those_of_weight_0_left_out(self):
        points, labels, sources = on_sphere(8), torch.tensor([0, 1] * 4), torch.arange(2).repeat_interleave(4)
        odds = torch.zeros(8, dtype=torch.float64)
        total = lambda *weights: losses.total(points, odds, labels, sources, Loss(*weights)).item()
        self.assertAlmostEqual(total(0, 0.5, 1, 0, 0), math.log(2), 6)
        self.assertAlmostEqual(total(0, 0.5, 0, 0, 3), 3 * losses.uniformity(points).item(), 6)
        parts = total(1, 0.5, 0, 0, 0) + total(0, 0.5, 1, 0, 0) + total(0, 0.5, 0, 1, 0)
        self.assertAlmostEqual(total(1, 0.5, 1, 1, 0), parts, 6)
