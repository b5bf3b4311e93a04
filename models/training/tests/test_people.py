import unittest

from artefact.people import split_people
from artefact.recordings import Fake, Recording


def recording(person: str, donors: tuple[str, ...] = (), take: int = 0, fakes: bool = True) -> Recording:
    """With a fake of each donor, or one without."""
    name = f"{person}-{take}"
    made = [Fake((f"{name}.jpg", f"{name}-{donor}.jpg"), person, frozenset({donor} - {""})) for donor in donors or ("",)]
    return Recording(name, frozenset({person}), made if fakes else [], [(f"{name}.jpg", f"{name}-blend.jpg")])


def everybody(recordings: list[Recording]) -> set[str]:
    return set().union(*(recording.everybody() for recording in recordings))


def names(recordings: list[Recording]) -> set[str]:
    return {recording.source for recording in recordings}


class Alone(unittest.TestCase):
    recordings = [recording(f"person {n % 60}", take=n) for n in range(120)] + [recording(f"photograph {n}", fakes=False) for n in range(60)]

    def test_a_person_is_on_one_side(self):
        training, held_out = split_people(self.recordings, 0.3)
        self.assertEqual(len(training) + len(held_out), 180)
        self.assertFalse(everybody(training) & everybody(held_out))
        self.assertTrue(8 <= len(everybody(held_out)) <= 28)

    def test_people_without_fakes_are_all_trained_on(self):
        _, held_out = split_people(self.recordings, 0.9)
        self.assertTrue(held_out and all(recording.fakes for recording in held_out))

    def test_who_else_is_there_does_not_move_anybody(self):
        held_out = names(split_people(self.recordings, 0.3)[1])
        some = self.recordings[5:90:2]
        self.assertEqual(names(split_people(some, 0.3)[1]), held_out & names(some))
        # A larger share holds the same people out, and more.
        self.assertLess(held_out, names(split_people(self.recordings, 0.6)[1]))

    def test_the_split_is_that_of_every_machine(self):
        held_out = split_people([recording(f"person {n}") for n in range(8)], 0.53)[1]
        self.assertEqual(everybody(held_out), {"person 3", "person 4", "person 5"})

    def test_nobody_is_held_out_where_nobody_shall_be(self):
        self.assertEqual(split_people(self.recordings, 0), (self.recordings, []))


class TiedByFakes(unittest.TestCase):
    def test_pairs_that_lent_each_other_their_faces_stay_together(self):
        # As in FaceForensics++: 000_001 and 001_000.
        recordings = [recording(f"{n:03}", (f"{n ^ 1:03}",)) for n in range(200)]
        training, held_out = split_people(recordings, 0.2)
        self.assertFalse(everybody(training) & everybody(held_out))
        self.assertEqual(len(training) + len(held_out), 200)
        self.assertTrue(20 <= len(held_out) <= 60)
        self.assertTrue(all(recording.fakes for recording in training + held_out))

    def test_a_set_in_which_all_are_tied_is_split_by_person(self):
        # As in Celeb-DF: everybody's face on everybody.
        people = [f"id{n}" for n in range(40)]
        recordings = [recording(person, tuple({*people} - {person}), take) for person in people for take in range(3)]
        training, held_out = split_people(recordings, 0.2)
        kept, spared = everybody(training), everybody(held_out)
        self.assertFalse(kept & spared)
        self.assertEqual(len(kept | spared), 40)
        self.assertTrue(3 <= len(spared) <= 14)
        # No recording is lost, and every fake among people of one side is used there.
        self.assertEqual(len(training) + len(held_out), 120)
        for side, count in ((training, len(kept)), (held_out, len(spared))):
            self.assertEqual({len(recording.fakes) for recording in side}, {count - 1})

    def test_a_donor_of_one_fake_alone_ties_nobody(self):
        tied = [recording(f"person {n}", (f"stranger {n}",)) for n in range(100)]
        training, held_out = split_people(tied, 0.3)
        self.assertEqual(len(training) + len(held_out), 100)
        self.assertTrue(15 <= len(held_out) <= 45)
        self.assertTrue(all(recording.fakes for recording in training + held_out))

    def test_fakes_that_would_show_somebody_trained_on_are_measured_nowhere(self):
        # All got the face of one lender, of whom there is no recording; who is trained on shows him.
        recordings = [recording(f"person {n}", ("lender",)) for n in range(60)]
        training, held_out = split_people(recordings, 0.2)
        self.assertTrue(training and held_out)
        self.assertFalse(everybody(training) & everybody(held_out))
        self.assertFalse(any(recording.fakes for recording in held_out))

    def test_a_donor_with_recordings_of_his_own_is_held_out_with_them(self):
        recordings = [recording(f"{n:03}", (f"{n + 500:03}",)) for n in range(100)]
        recordings += [recording(f"{n + 500:03}", fakes=False) for n in range(100)]
        training, held_out = split_people(recordings, 0.2)
        self.assertEqual(len(training) + len(held_out), 200)
        self.assertEqual(len([r for r in held_out if r.fakes]), len([r for r in held_out if not r.fakes]))
