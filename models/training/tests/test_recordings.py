import unittest

from artefact.recordings import Recording, read_recordings, split_people

from .made_faces import FacesTestCase


def recording(identity: str, fakes: int = 1) -> Recording:
    own = f"{identity}.jpg"
    return Recording(identity, identity, [(own, f"{identity}-blend.jpg")], [(own, f"{identity}-{n}.jpg") for n in range(fakes)])


class Reading(FacesTestCase):
    def edit(self, change) -> None:
        table = self.faces / "faces.csv"
        head, *lines = table.read_text().splitlines()
        table.write_text("\n".join([head, *change(lines)]))

    def test_a_recording_has_its_blends_and_its_fakes_beside_the_face_of_their_moment(self):
        recordings = read_recordings(self.faces)
        self.assertEqual(len(recordings), 8)
        first = recordings[0]
        self.assertEqual((first.source, first.identity), ("clip 0", "person 0"))
        self.assertEqual(first.blends, [("0.jpg", "0-1-blend.jpg"), ("0-2-target.jpg", "0-2-blend.jpg")])
        self.assertEqual(first.fakes, [("0.jpg", "0-a.jpg"), ("0-later.jpg", "0-b.jpg")])

    def test_a_fake_stands_beside_a_face_of_its_own_collection(self):
        # A recording in two qualities: what differs in a pair is the forgery alone.
        self.edit(lambda lines: [line.replace("made", "c40") if "0-later" in line or "0-a" in line else line for line in lines])
        self.assertEqual(read_recordings(self.faces)[0].fakes, [("0-later.jpg", "0-a.jpg"), ("0.jpg", "0-b.jpg")])

    def test_what_has_no_counterpart_is_left_out(self):
        self.edit(lambda lines: [line for line in lines if "clip 4" not in line or "fake" not in line])
        self.edit(lambda lines: [line for line in lines if "clip 3" not in line or "genuine" not in line])
        recordings = {recording.identity: recording for recording in read_recordings(self.faces)}
        self.assertEqual(set(recordings), {f"person {n}" for n in range(8) if n != 4})
        # Blends have targets of their own; an altered one is no genuine face.
        self.assertEqual((len(recordings["person 3"].blends), recordings["person 3"].fakes), (2, []))


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
