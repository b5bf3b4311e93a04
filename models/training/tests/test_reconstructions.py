import contextlib
import csv
import io
import unittest

import cv2
import numpy as np
import reconstruct
from artefact.autoencoders import HELD_OUT
from artefact.people import split_people
from artefact.reconstructions import softened
from artefact.recordings import RECONSTRUCTIONS, faces_sha256, read_recordings

from .made_faces import CONFIG, FacesTestCase, face


class Softening(unittest.TestCase):
    def test_a_face_is_blurred_as_much_as_another_and_no_more(self):
        sharp = face(1, 160)
        for sigma in (0.8, 1.6):
            like = cv2.GaussianBlur(sharp, (0, 0), sigma)
            self.assertLess(np.abs(softened(sharp, like).astype(int) - like).mean(), 1)

    def test_a_face_with_less_detail_stays_as_it_is(self):
        soft = cv2.GaussianBlur(face(1), (0, 0), 3)
        np.testing.assert_array_equal(softened(soft, face(1)), soft)


class Reconstructing(FacesTestCase):
    def setUp(self):
        super().setUp()
        # A face has to fit in, and some of these few people are to be held out.
        self.config = self.folder / "config.toml"
        self.config.write_text(CONFIG.read_text().replace("held_out = 0.1 ", "held_out = 0.53 "))

    def reconstruct(self, *more: str) -> tuple[int, str]:
        errors = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
            code = reconstruct.main(["--faces", str(self.faces), "--steps", "1", "--config", str(self.config), *more])
        return code, errors.getvalue()

    def test_every_genuine_face_is_drawn_once_and_held_out_people_by_a_network_of_their_own(self):
        before = faces_sha256(self.faces)
        self.assertEqual(self.reconstruct(), (0, ""))
        self.assertNotEqual(faces_sha256(self.faces), before)
        with open(self.faces / RECONSTRUCTIONS, newline="") as file:
            network = {row["genuine"]: row["network"] for row in csv.DictReader(file)}
        training, held_out = split_people(read_recordings(self.faces), 0.53)
        self.assertEqual(set(network), {name for recording in training + held_out for name in recording.genuine})
        for some, is_held_out in ((training, False), (held_out, True)):
            self.assertEqual({network[name] == HELD_OUT.name for recording in some for name in recording.genuine}, {is_held_out})
        for recording in training:
            for partner, forged in recording.reconstructions:
                pictures = [cv2.imread(str(self.faces / name)) for name in (partner, forged)]
                self.assertEqual(pictures[0].shape, pictures[1].shape)
                self.assertGreater(np.abs(pictures[0].astype(int) - pictures[1]).mean(), 1)

    def test_what_is_no_export_is_refused(self):
        (self.faces / "faces.csv").write_text("file\n")
        code, errors = self.reconstruct()
        self.assertEqual(code, 1)
        self.assertIn("export the faces again", errors)
