import unittest
from unittest.mock import patch

import numpy as np

from artefact import faces
from artefact.faces import Batches, Pictures, held_out_faces, to_input
from artefact.people import split_people
from artefact.recordings import Recording, read_recordings

from .made_faces import FacesTestCase, face, tiny_config


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
        recordings = [Recording(f"{n}", frozenset({f"{n}"}), [], [(f"{n}.jpg", f"{n}.jpg")]) for n in range(8)]
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

    def test_half_of_the_pairs_with_a_fake_are_made_equally_sharp_and_no_blend(self):
        def touched(*overrides: str) -> float:
            with patch.object(faces, "equally_sharp", side_effect=lambda *pair: list(pair)) as made:
                batches = self.batches("groups_a_batch=8", *overrides)
                for step in range(10):
                    batches[step]
            return made.call_count / 80

        # A group has one pair of each kind; 80 draws of a half lie within 0.3 and 0.7 but once in 3,000.
        self.assertTrue(0.3 < touched() < 0.7)
        self.assertEqual(touched("data.equal_sharpness=false"), 0)
        self.assertEqual(touched("data.fakes=false"), 0)

    def test_genuine_and_forged_tiles_of_a_clip_have_no_order(self):
        orders = []

        def watched(pictures, crf, motion):
            orders.append([int(picture[0, 0, 0]) for picture in pictures])
            return pictures

        with patch.object(faces, "code_as_video", watched):
            for seed in range(40):
                faces.coded([np.full((16, 16, 3), n, np.uint8) for n in range(4)], [0, 1, 2, 3], np.random.default_rng(seed))
        self.assertTrue(all(sorted(order) == [0, 1, 2, 3] for order in orders))
        self.assertTrue(10 < sum(order.index(0) < order.index(1) for order in orders) < 30)

    def test_every_recording_comes_once_before_any_comes_twice(self):
        batches = self.batches("groups_a_batch=3")
        seen = []
        choose = batches._pairs
        batches._pairs = lambda recording, rng: seen.append(recording.source) or choose(recording, rng)
        for step in range(8):
            batches[step]
        epochs = [seen[start : start + 8] for start in range(0, 24, 8)]
        for epoch in epochs:
            self.assertEqual(len(set(epoch)), 8)
        self.assertNotEqual(epochs[0], epochs[1])

    def test_a_group_has_a_fake_and_a_blend_or_what_is_wanted(self):
        def kinds(*overrides: str) -> list[set[str]]:
            batches = self.batches(*overrides)
            groups = [batches._pairs(r, np.random.default_rng(n)) for r in batches.recordings for n in range(5)]
            return [{"blend" if "blend" in forged else "fake" for _, (_, forged) in group} for group in groups]

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
        self.assertEqual({name.split(".")[0].split("-")[0] for name in used}, {r.source.split()[1] for r in training})
        self.assertFalse(used & {name for r in held_out for pair in r.pairs() for name in pair})

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
        np.testing.assert_array_equal(one.pairs, other.pairs)

    def test_a_forgery_stands_beside_the_face_that_it_was_made_of(self):
        recordings = read_recordings(self.faces)
        found = held_out_faces(self.faces, recordings, tiny_config("evaluation_faces=56"), False)
        # Of each recording two genuine faces, an altered one, two blends and two fakes.
        self.assertEqual(len(found.pictures), 56)
        self.assertEqual(found.kinds.tolist(), ["fake", "fake", "blend", "blend"] * 8)
        for genuine, forged in found.pairs:
            difference = found.pictures[forged][30:50, 30:50].mean() - found.pictures[genuine][30:50, 30:50].mean()
            self.assertTrue(35 < difference < 45, difference)
        # Every genuine face is used, the altered ones too.
        self.assertEqual(len(set(found.pairs[:, 0])), 3 * 8)

    def test_a_recording_is_coded_in_one_clip(self):
        clips = []
        with patch.object(faces, "TILES", 16), patch.object(faces, "coded", lambda pictures, chosen, rng: clips.append(chosen)):
            held_out_faces(self.faces, read_recordings(self.faces) * 3, tiny_config("evaluation_faces=168"), True)
        self.assertGreater(len(clips), 2)
        self.assertTrue(all(len(clip) in (7, 14) for clip in clips), clips)
        self.assertTrue(all({*range(place // 7 * 7, place // 7 * 7 + 7)} <= {*clip} for clip in clips for place in clip))

    def test_there_are_no_more_than_wanted(self):
        found = held_out_faces(self.faces, read_recordings(self.faces), tiny_config("evaluation_faces=13"), False)
        self.assertEqual(len(found.pictures), 7)
