import json
import math
import unittest
from pathlib import Path
from unittest.mock import patch

import torch

from artefact import losses
from artefact.batches import Batch
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

    def test_within_kinds_it_is_the_mean_over_the_kinds_own_batches(self):
        points, labels, kinds = on_sphere(12), torch.tensor([0, 1] * 6), torch.arange(3).repeat_interleave(4)
        alone = [losses.semi_hard_triplet(points[kinds == s], labels[kinds == s], 0.5) for s in range(3)]
        within = losses.semi_hard_triplet(points, labels, 0.5, kinds)
        torch.testing.assert_close(within, torch.stack(alone).mean())
        self.assertNotAlmostEqual(within.item(), losses.semi_hard_triplet(points, labels, 0.5).item(), 3)

    def test_the_order_of_a_batch_does_not_matter(self):
        points, labels, order = on_sphere(10), torch.tensor([0, 1] * 5), torch.randperm(10)
        torch.testing.assert_close(losses.semi_hard_triplet(points[order], labels[order], 0.5), losses.semi_hard_triplet(points, labels, 0.5))


class Boundary(unittest.TestCase):
    def test_faces_of_unknown_seams_count_for_nothing(self):
        log_odds, seams = torch.randn(3, 4, 4), torch.rand(3, 4, 4)
        alone = losses.boundary(log_odds[:1], seams[:1], torch.ones(1))
        self.assertAlmostEqual(losses.boundary(log_odds, seams, torch.tensor([1.0, 0, 0])).item(), alone.item(), 6)
        self.assertEqual(losses.boundary(log_odds, seams, torch.zeros(3)).item(), 0)

    def test_a_seam_missed_costs_more_than_one_made_up(self):
        seam = torch.ones(1, 4, 4)
        missed, made_up = losses.boundary(-3 * seam, seam, torch.ones(1)), losses.boundary(3 * seam, 0 * seam, torch.ones(1))
        self.assertAlmostEqual((missed / made_up).item(), losses.SEAM_WEIGHT, 4)


class Total(unittest.TestCase):
    def test_terms_are_weighed_and_those_of_weight_0_left_out(self):
        points, labels, kinds = on_sphere(8), torch.tensor([0.0, 1] * 4), torch.arange(2).repeat_interleave(4)
        maps = torch.zeros(8, 2, 2)
        batch = Batch(torch.empty(0), labels, kinds, maps, torch.ones(8))
        terms = losses.total(points, torch.zeros(8), maps, batch, Loss(triplet=0, margin=0.5, cross_entropy=2, boundary=3))
        self.assertEqual(terms.keys(), {"cross_entropy", "boundary"})
        self.assertAlmostEqual(terms["cross_entropy"].item(), 2 * math.log(2), 5)
        self.assertAlmostEqual(terms["boundary"].item(), 3 * math.log(2), 5)
        within, across = losses.semi_hard_triplet(points, labels, 0.5, kinds), losses.semi_hard_triplet(points, labels, 0.5)
        terms = losses.total(points, torch.zeros(8), maps, batch, Loss(triplet=1, margin=0.5, cross_entropy=0, boundary=0))
        self.assertAlmostEqual(terms["triplet"].item(), ((within + across) / 2).item(), 6)
