import unittest
from unittest.mock import patch

import numpy as np

from artefact.faces import Batches, Pictures, Recording, held_out_faces, read_recordings, split_people, to_input

from .made_faces import FacesTestCase, face, tiny_config


def recording(identity: str, fakes: int = 1) -> Recording:
    return Recording(identity, f"{identity}.jpg", [(f"{identity}.jpg", f"{identity}-blend.jpg")], [f"{identity}-{n}.jpg" for n in range(fakes)])


class Reading(FacesTestCase):
    def test_a_recording_has_its_own_face_its_blends_and_its_fakes(self):
        recordings = read_recordings(self.faces)
        self.assertEqual(len(recordings), 8)
        first = recordings[0]
        self.assertEqual((first.identity, first.genuine), ("person 0", "0.jpg"))
        self.assertEqual(first.blends, [("0.jpg", "0-1-blend.jpg"), ("0-2-target.jpg", "0-2-blend.jpg")])
        self.assertEqual(first.fake_pairs(), [("0.jpg", "0-a.jpg"), ("0.jpg", "0-b.jpg")])

    def test_what_has_no_counterpart_is_left_out(self):
        lines = (self.faces / "faces.csv").read_text().splitlines()
        kept = [line for line in lines if not line.startswith("3.jpg") and not ("clip 4" in line and "fake" in line)]
        (self.faces / "faces.csv").write_text("\n".join(kept))
        sources = {recording.identity for recording in read_recordings(self.faces)}
        # Of person 3 an altered copy still stands for the genuine face.
        self.assertEqual(sources, {f"person {n}" for n in range(8) if n != 4})


class People(unittest.TestCase):
    recordings = [recording(f"person {n % 60}") for n in range(120)] + [recording(f"photograph {n}", fakes=0) for n in range(60)]

    def test_a_person_is_on_one_side(self):
        training, held_out = split_people(self.recordings, 0.3)
        self.assertEqual(len(training) + len(held_out), 180)
        self.assertFalse({r.identity for r in training} & {r.identity for r in held_out})
        self.assertTrue(8 <= len({r.identity for r in held_out}) <= 28)

    def test_people_without_fakes_are_all_trained_on(self):
        _, held_out = split_people(self.recordings, 0.9)
        self.assertTrue(held_out and all(r.fakes for r in held_out))

    def test_who_else_is_there_does_not_move_anybody(self):
        names = {r.identity for r in split_people(self.recordings, 0.3)[1]}
        some = self.recordings[5:90:2]
        self.assertEqual({r.identity for r in split_people(some, 0.3)[1]}, names & {r.identity for r in some})
        # A larger share holds the same people out, and more.
        self.assertLess(names, {r.identity for r in split_people(self.recordings, 0.6)[1]})

    def test_the_split_is_that_of_every_machine(self):
        held_out = {r.identity for r in split_people([recording(f"person {n}") for n in range(8)], 0.53)[1]}
        self.assertEqual(held_out, {"person 3", "person 4", "person 5"})


class TrainingBatches(FacesTestCase):
    def batches(self, *overrides: str, recordings: list[Recording] | None = None) -> Batches:
        return Batches(self.faces, recordings or read_recordings(self.faces), tiny_config(*overrides))

    def test_a_batch_is_the_same_whenever_it_is_asked_for(self):
        in_order = self.batches()
        ahead = [in_order[step] for step in range(4)]
        for one, other in zip(self.batches()[3], ahead[3]):
            np.testing.assert_array_equal(one, other)
        self.assertFalse((ahead[0][0] == ahead[1][0]).all())
        self.assertFalse((self.batches("seed=2")[3][0] == ahead[3][0]).all())

    def test_labels_alternate_and_pairs_share_their_recording(self):
        pictures, labels, sources = self.batches("groups_a_batch=3")[0]
        self.assertEqual((pictures.shape, pictures.dtype), ((12, 3, 80, 80), np.float32))
        self.assertEqual(labels.tolist(), [0, 1] * 6)
        self.assertEqual(sources.tolist(), [0] * 4 + [1] * 4 + [2] * 4)

    def test_the_faces_of_a_pair_share_their_damage(self):
        # Of a forgery that is its genuine face over again nothing must tell the two apart.
        recordings = [Recording(f"{n}", f"{n}.jpg", [(f"{n}.jpg", f"{n}.jpg")], []) for n in range(8)]
        batches = self.batches("groups_a_batch=8", recordings=recordings)
        for step in range(3):
            pictures = batches[step][0]
            differences = [np.abs(pictures[i] - pictures[i + 1]).mean() for i in range(0, 32, 2)]
            # Tiles of one clip are coded each at its place, so they come out alike and not the same.
            self.assertLess(max(differences), 0.08)
            self.assertGreaterEqual(sum(difference == 0 for difference in differences), 5)
        for step in range(3):
            pictures = self.batches("data.degradation=false", recordings=recordings)[step][0]
            np.testing.assert_array_equal(pictures[::2], pictures[1::2])

    def test_every_recording_comes_once_before_any_comes_twice(self):
        batches = self.batches("groups_a_batch=3")
        seen = []
        choose = batches._pairs
        batches._pairs = lambda recording, rng: seen.append(recording.identity) or choose(recording, rng)
        for step in range(8):
            batches[step]
        epochs = [seen[start : start + 8] for start in range(0, 24, 8)]
        for epoch in epochs:
            self.assertEqual(len(set(epoch)), 8)
        self.assertNotEqual(epochs[0], epochs[1])

    def test_a_group_has_a_fake_and_a_blend_or_what_is_wanted(self):
        def kinds(*overrides: str) -> list[set[str]]:
            batches = self.batches(*overrides)
            groups = [batches._pairs(r, np.random.default_rng(n)) for r in read_recordings(self.faces) for n in range(5)]
            return [{"blend" if "blend" in forged else "fake" for _, forged in group} for group in groups]

        self.assertEqual(kinds(), [{"fake", "blend"}] * 40)
        self.assertEqual(kinds("data.self_blends=false"), [{"fake"}] * 40)
        self.assertEqual(kinds("data.fakes=false"), [{"blend"}] * 40)
        with self.assertRaisesRegex(ValueError, "no face has a forgery of the wanted kind"):
            self.batches("data.fakes=false", "data.self_blends=false")

    def test_no_held_out_person_is_in_any_batch(self):
        training, held_out = split_people(read_recordings(self.faces), 0.53)
        self.assertTrue(training and held_out)
        batches = Batches(self.faces, training, tiny_config())
        used, read = set(), Pictures.__getitem__
        with patch.object(Pictures, "__getitem__", lambda pictures, name: used.add(name) or read(pictures, name)):
            for step in range(8):
                batches[step]
        self.assertEqual({name.split(".")[0].split("-")[0] for name in used}, {r.identity.split()[1] for r in training})
        self.assertFalse(used & {name for r in held_out for name in r.files()})

    def test_what_goes_in_is_rgb_from_minus_1_to_1(self):
        red = np.zeros((4, 4, 3), np.uint8)
        red[..., 2] = 255
        np.testing.assert_array_equal(to_input([red])[0, :, 0, 0], [1, -1, -1])
        self.assertEqual(to_input([face(1, 32)]).shape, (1, 3, 32, 32))


class HeldOutFaces(FacesTestCase):
    def test_they_are_the_same_at_every_call(self):
        _, held_out = split_people(read_recordings(self.faces), 0.53)
        one, other = (held_out_faces(self.faces, held_out, tiny_config(), True) for _ in range(2))
        np.testing.assert_array_equal(one.pictures, other.pictures)
        self.assertEqual(one.labels.tolist(), [0, 1, 1, 1] * 2)
        self.assertEqual(one.blends.tolist(), [0, 1, 0, 0] * 2)
        self.assertEqual(len(set(one.recordings)), 2)

    def test_there_are_no_more_than_wanted(self):
        faces = held_out_faces(self.faces, read_recordings(self.faces), tiny_config("evaluation_faces=10"), False)
        self.assertEqual(len(faces.pictures), 8)
