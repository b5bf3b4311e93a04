import unittest

from artefact.recordings import read_recordings

from .made_faces import FacesTestCase


class Reading(FacesTestCase):
    def edit(self, change) -> None:
        table = self.faces / "faces.csv"
        head, *lines = table.read_text().splitlines()
        table.write_text("\n".join([head, *change(lines)]))

    def test_a_recording_has_its_blends_and_its_fakes_beside_the_face_of_their_moment(self):
        recordings = read_recordings(self.faces)
        self.assertEqual(len(recordings), 8)
        first = recordings[0]
        self.assertEqual((first.source, first.people), ("clip 0", {"person 0"}))
        self.assertEqual(first.blends, [("0.jpg", "0-1-blend.jpg"), ("0-2-target.jpg", "0-2-blend.jpg")])
        self.assertEqual([fake.pair for fake in first.fakes], [("0.jpg", "0-a.jpg"), ("0-later.jpg", "0-b.jpg")])

    def test_a_fake_stands_beside_a_face_of_its_own_collection(self):
        # A recording in two qualities: what differs in a pair is the forgery alone.
        self.edit(lambda lines: [line.replace("made", "c40") if "0-later" in line or "0-a" in line else line for line in lines])
        self.assertEqual([fake.pair for fake in read_recordings(self.faces)[0].fakes], [("0-later.jpg", "0-a.jpg"), ("0.jpg", "0-b.jpg")])

    def test_a_fake_names_whose_faces_went_into_it(self):
        self.edit(lambda lines: [line.replace("person 0,", "person 0,person 5;a stranger") if "0-a" in line else line for line in lines])
        first = read_recordings(self.faces)[0]
        self.assertEqual([fake.people for fake in first.fakes], [{"person 0", "person 5", "a stranger"}, {"person 0"}])
        self.assertEqual(first.everybody(), {"person 0", "person 5", "a stranger"})

    def test_fakes_of_a_set_that_calls_its_method_self_blend_are_fakes(self):
        before = read_recordings(self.faces)
        self.edit(lambda lines: [line.replace(",swap,", ",self-blend,") for line in lines])
        self.assertEqual(read_recordings(self.faces), before)

    def test_what_has_no_counterpart_is_left_out(self):
        self.edit(lambda lines: [line for line in lines if "clip 4" not in line or "fake" not in line])
        self.edit(lambda lines: [line for line in lines if "clip 3" not in line or "genuine" not in line])
        recordings = {recording.source: recording for recording in read_recordings(self.faces)}
        self.assertEqual(set(recordings), {f"clip {n}" for n in range(8) if n != 4})
        # Blends have targets of their own; an altered one is no genuine face.
        self.assertEqual((len(recordings["clip 3"].blends), recordings["clip 3"].fakes), (2, []))
