import numpy as np

from artefact.clips import read_clips, strangers, tied_groups
from artefact.evaluation import figures
from artefact.face_table import read_faces

from .made_faces import VIEW_SHARE, FacesTestCase


class WholeClips(FacesTestCase):
    def setUp(self):
        super().setUp()
        self.all = read_faces([self.faces])

    def clips(self, faces=None, frames: int = 8, least: int = 1):
        return read_clips(self.all if faces is None else faces, VIEW_SHARE, 80, frames, least)

    def test_hold_the_frames_of_each_clip(self):
        clips = self.clips(frames=2)
        self.assertEqual(clips.pictures.shape, (36, 80, 80, 3))
        self.assertEqual(clips.described(), {"genuine": 6, "fake": 12, "groups": 6})

    def test_clips_of_too_few_faces_are_left_out(self):
        self.assertEqual(len(self.clips([face for face in self.all if face.frame < 2 or not face.is_fake], least=2).is_fake), 18)
        self.assertIsNone(self.clips([face for face in self.all if face.frame == 0 or not face.is_fake], least=2))

    def test_of_one_class_alone_there_is_no_figure(self):
        self.assertIsNone(self.clips([face for face in self.all if face.is_fake]))
        self.assertIsNone(self.clips([]))

    def test_strangers_share_no_person_and_no_recording_with_those_trained_on(self):
        training = [face for face in self.all if face.collection in ("page 0", "page 1")]
        self.assertEqual({face.collection for face in strangers(self.all, training)}, {f"page {page}" for page in range(2, 6)})

    def test_groups_are_tied_however_indirectly(self):
        groups = tied_groups([frozenset("ab"), frozenset("cd"), frozenset("bc"), frozenset("e")])
        self.assertEqual(groups[0], groups[1])
        self.assertEqual(len(set(groups.tolist())), 2)

    def test_figures_are_those_of_the_ranking(self):
        clips = self.clips()
        perfect = figures(clips.is_fake.astype(float), clips)
        self.assertEqual((perfect["auc"], perfect["low"], perfect["high"]), (1, 1, 1))
        self.assertEqual(perfect["methods"]["swap 3"], {"auc": 1.0, "clips": 1})
        self.assertEqual(figures(np.zeros(18), clips)["auc"], 0.5)
