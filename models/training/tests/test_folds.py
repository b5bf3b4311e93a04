from dataclasses import replace
from unittest.mock import patch

from artefact import folds
from artefact.face_table import read_faces
from artefact.folds import by_clip, fold_of, split

from .made_faces import FacesTestCase


class HeldOut(FacesTestCase):
    def setUp(self):
        super().setUp()
        self.all = read_faces([self.faces])
        self.dealt = fold_of({face.collection for face in self.all}, 2)
        self.out = [name for name, fold in self.dealt.items() if fold == 0]
        self.kept = [name for name, fold in self.dealt.items() if fold == 1]

    def test_a_collection_that_comes_later_moves_no_other(self):
        self.assertTrue(self.out and self.kept)
        self.assertLessEqual(self.dealt.items(), fold_of([*self.dealt, "another"], 2).items())
        self.assertEqual(set(fold_of(map(str, range(100)), 5).values()), set(range(5)))

    def test_a_collection_is_held_out_whole(self):
        training, held_out, _ = split(self.all, 0, 2)
        self.assertEqual({face.collection for face in held_out}, set(self.out))
        self.assertEqual({face.collection for face in training}, set(self.kept))
        self.assertEqual(len(training) + len(held_out), len(self.all))

    def test_a_generator_of_a_held_out_page_is_trained_on_nowhere(self):
        known = next(face.method for face in self.all if face.collection == self.out[0] and face.is_fake)
        faces = [replace(face, method=known) if face.is_fake and face.collection == self.kept[0] else face for face in self.all]
        training, held_out, _ = split(faces, 0, 2)
        self.assertNotIn(known, {face.method for face in training})
        # Their genuine clips are: they are of another page and of nobody who is held out.
        self.assertIn((self.kept[0], False), {(face.collection, face.is_fake) for face in training})
        self.assertNotIn(self.kept[0], {face.collection for face in held_out})

    def test_a_person_of_a_held_out_page_is_trained_on_nowhere(self):
        person = next(face.people for face in self.all if face.collection == self.out[0])
        faces = [replace(face, people=person) if face.collection == self.kept[1] else face for face in self.all]
        training, _, _ = split(faces, 0, 2)
        self.assertEqual({face.collection for face in training}, {self.kept[0], self.kept[2]})

    def test_without_a_fold_nothing_is_held_out(self):
        training, held_out, recordings = split(self.all, None, 2)
        self.assertEqual((len(training), held_out, recordings), (len(self.all), [], []))

    def test_a_large_data_set_is_dealt_by_recording(self):
        with patch.object(folds, "LARGE", 3), patch.object(folds, "LARGE_SHARE", 0.5):
            training, held_out, recordings = split(self.all, 0, 2)
        self.assertEqual(held_out, [])
        self.assertTrue(training and recordings)
        self.assertFalse({face.source for face in training} & {face.source for face in recordings})

    def test_the_faces_of_a_clip_come_in_their_order(self):
        clips = by_clip(list(reversed(self.all)))
        self.assertEqual(len(clips), 18)
        self.assertTrue(all([face.frame for face in clip] == [0, 1, 2] for clip in clips))
