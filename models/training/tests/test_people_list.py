import tempfile
import unittest
from pathlib import Path

from artefact.face_table import read_faces
from artefact.people_list import people_rows, read_people, write_people

from .made_faces import FacesTestCase


class PeopleList(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "people.csv")

    def test_it_reads_what_it_wrote(self):
        rows = {("Zoë, \"the\" first", "id2;id3", "two\nlines"), ("", "", "clip")}
        write_people(self.path, rows)
        self.assertEqual(read_people(self.path), rows)

    def test_a_list_cut_short_is_refused(self):
        self.path.write_text("identity,donors,source\nid1,,clip\nid2\n")
        with self.assertRaisesRegex(ValueError, "people.csv is cut short"):
            read_people(self.path)

    def test_another_table_is_refused(self):
        for content in ("", "person,source\nid1,clip\n"):
            self.path.write_text(content)
            with self.assertRaisesRegex(ValueError, "people.csv is no list of people.*identity, donors, source"):
                read_people(self.path)


class Rows(FacesTestCase):
    def test_name_who_is_seen_who_lent_a_face_and_the_recording(self):
        rows = people_rows([face for face in read_faces([self.faces]) if face.collection == "page 1"])
        self.assertEqual(rows, {("Person 1", "", "clip 1"), ("Person 1", "Donor 1", "clip 1"), ("Person 1", "", "portrait 1")})
