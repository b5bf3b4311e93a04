from artefact.face_table import faces_sha256, read_faces, read_view_share

from .made_faces import FacesTestCase, row, write_faces, write_table


class FaceTable(FacesTestCase):
    def test_says_of_each_face_what_the_export_says(self):
        faces = read_faces([self.faces])
        self.assertEqual(len(faces), 6 * 3 * 3)
        swap = next(face for face in faces if face.clip == "2-swap")
        self.assertEqual((swap.is_fake, swap.method, swap.source, swap.collection), (True, "swap 2", "clip 2", "page 2"))
        self.assertEqual(swap.people, {"person 2", "donor 2"})
        self.assertEqual(swap.landmarks.shape, (5, 2))

    def test_blends_that_the_app_drew_are_passed_over(self):
        self.faces.joinpath("a.jpg").write_bytes((self.faces / "0-swap-0.jpg").read_bytes())
        write_table(self.faces, [row("a"), row("a", label="fake", method="self-blend"), row("a", method="altered")])
        self.assertEqual([face.method for face in read_faces([self.faces])], ["genuine"])

    def test_a_table_that_was_not_exported_is_refused(self):
        (self.faces / "faces.csv").write_text("file,label\na.jpg,real\n")
        with self.assertRaisesRegex(ValueError, "lacks method.*export the faces again"):
            read_faces([self.faces])
        for wrong in ({"label": "maybe"}, {"frame": "-1"}, {"landmarks": "1 2 3"}):
            write_table(self.faces, [row("0-swap-0", **wrong)])
            with self.subTest(wrong), self.assertRaisesRegex(ValueError, "line 2: it has no label, frame or landmarks"):
                read_faces([self.faces])
        write_table(self.faces, [row("gone")])
        with self.assertRaisesRegex(ValueError, "gone.jpg, which is not there"):
            read_faces([self.faces])

    def test_exports_that_were_cut_in_different_ways_are_not_mixed(self):
        write_faces(self.folder)
        self.assertEqual(read_view_share([self.faces, self.folder]), 0.75)
        (self.folder / "export.json").write_text('{"viewShare": 0.8}')
        with self.assertRaisesRegex(ValueError, "cut in different ways"):
            read_view_share([self.faces, self.folder])
        (self.folder / "export.json").write_text("{")
        with self.assertRaisesRegex(ValueError, "does not say how"):
            read_view_share([self.folder])

    def test_other_faces_have_another_hash(self):
        before = faces_sha256([self.faces])
        write_faces(self.faces, pages=5)
        self.assertNotEqual(faces_sha256([self.faces]), before)
