import contextlib
import io
import unittest
from pathlib import Path

import numpy as np
import torch

import resynthesise
from artefact.autoencoder import Autoencoder, decoder, encoder
from artefact.face_table import read_faces, read_view_share
from artefact.folds import split
from artefact.resynthesis import SIZES_PX, resynthesised
from artefact.sampling import Footage

from .made_faces import TINY, FacesTestCase, face


def write_autoencoder(folder: Path, channels: int, pools: bool) -> tuple[Path, Path]:
    """Of random weights: what it draws is no face, and it is the same each time."""
    torch.manual_seed(1)
    paths = folder / "encoder.pth", folder / "decoder.pth"
    for path, network in zip(paths, (encoder(channels, pools), decoder(channels, pools))):
        torch.save({name: value.half() for name, value in network.state_dict().items()}, path)
    return paths


class Autoencoding(FacesTestCase):
    def test_latents_are_an_eighth_as_wide(self):
        for channels, pools in ((4, False), (32, True)):
            autoencoder = Autoencoder(*write_autoencoder(self.folder, channels, pools))
            latents = autoencoder.encode(face(1, 64))
            self.assertEqual(latents.shape, (channels, 8, 8))
            self.assertEqual((autoencoder.decode(latents).shape, autoencoder.decode(latents).dtype), ((64, 64, 3), np.uint8))

    def test_other_files_are_refused(self):
        encoder_file, decoder_file = write_autoencoder(self.folder, 4, False)
        with self.assertRaisesRegex(ValueError, "holds weights of another network"):
            Autoencoder(decoder_file, decoder_file)
        torch.save([1, 2], encoder_file)
        with self.assertRaisesRegex(ValueError, "holds no weights of an autoencoder"):
            Autoencoder(encoder_file, decoder_file)
        encoder_file.write_bytes(b"no weights")
        with self.assertRaisesRegex(ValueError, "holds no weights of PyTorch"):
            Autoencoder(encoder_file, decoder_file)


class Drawn:
    """Stands for an autoencoder: notes at which size it is asked and draws one grey."""

    def __init__(self):
        self.sizes: set[int] = set()

    def encode(self, picture: np.ndarray) -> np.ndarray:
        self.sizes.add(picture.shape[0])
        return np.ones((4, picture.shape[0] // 8, picture.shape[0] // 8), np.float32)

    def decode(self, latents: np.ndarray) -> np.ndarray:
        return np.full((latents.shape[1] * 8, latents.shape[2] * 8, 3), 7, np.uint8)


class Resynthesis(unittest.TestCase):
    def pairs(self, autoencoder, count: int):
        rng = np.random.default_rng(1)
        landmarks = np.array([[90, 100], [160, 100], [125, 140], [98, 180], [152, 180]], np.float32)
        return [resynthesised(face(number, 256), face(number + 1, 256), landmarks, autoencoder, rng) for number in range(count)]

    def test_both_faces_are_as_wide_and_were_as_small(self):
        autoencoder = Drawn()
        pairs = self.pairs(autoencoder, 60)
        self.assertEqual(autoencoder.sizes, set(SIZES_PX))
        for original, drawn in pairs:
            self.assertEqual((original.shape, drawn.shape), ((256, 256, 3), (256, 256, 3)))

    def test_sometimes_only_the_face_is_drawn_anew(self):
        faces = [pair for pair in self.pairs(Drawn(), 60) if (pair[1] != 7).any()]
        self.assertTrue(4 < len(faces) < 20, len(faces))
        for original, drawn in faces:
            self.assertTrue((drawn[140, 125] < original[140, 125]).all())
            self.assertEqual(drawn[2, 2].tolist(), original[2, 2].tolist())


class ResynthesiseCommand(FacesTestCase):
    def command(self, *more: str) -> tuple[int, str]:
        """Exit code and what it says of its failure."""
        networks = write_autoencoder(self.folder, 4, False)
        settings = [part for setting in TINY for part in ("--set", setting)]
        given = ["--faces", str(self.faces), "--encoder", str(networks[0]), "--decoder", str(networks[1]), "--out", str(self.folder / "out")]
        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            return resynthesise.main([*given, "--pairs", "2", "--size", "smoke", *settings, *more]), err.getvalue()

    def test_its_folder_is_trained_on_beside_the_faces(self):
        self.assertEqual(self.command(), (0, ""))
        folders = [self.faces, self.folder / "out"]
        self.assertEqual(read_view_share(folders), 0.75)
        before, footage = Footage(read_faces(folders[:1])), Footage(read_faces(folders))
        rng = np.random.default_rng(1)
        for _ in range(20):
            genuine, fake = footage.resynthesis(rng)
            self.assertEqual((genuine.is_fake, fake.is_fake, fake.method), (False, True, "resynthesis"))
            self.assertEqual((genuine.clip, genuine.people, genuine.source), (fake.clip, fake.people, fake.source))
            self.assertNotEqual(footage.genuine.draw(rng)[0].clip, genuine.clip)
        self.assertFalse(before.resyntheses)

    def test_nobody_is_drawn_that_is_held_out(self):
        self.assertEqual(self.command("--set", "fold=1"), (0, ""))
        one = {made.collection for made in read_faces([self.folder / "out"])}
        (self.folder / "out").rename(self.folder / "first")
        self.assertEqual(self.command(), (0, ""))
        self.assertFalse(one & {made.collection for made in read_faces([self.folder / "out"])})

    def test_pairs_of_held_out_collections_are_neither_trained_on_nor_measured(self):
        self.assertEqual(self.command("--set", "fold=1"), (0, ""))
        faces = read_faces([self.faces, self.folder / "out"])
        training, held_out, _ = split(faces, 0, 2)
        kept = {face.collection for face in training}
        self.assertFalse([face for face in held_out if face.method == "resynthesis"])
        self.assertTrue(all(face.collection in kept for face in training))
        before, _, _ = split(read_faces([self.faces]), 0, 2)
        self.assertEqual([face.path for face in training if face.path.parent == self.faces], [face.path for face in before])

    def test_a_folder_that_is_there_is_left_alone(self):
        (self.folder / "out").mkdir()
        code, said = self.command()
        self.assertEqual(code, 1)
        self.assertRegex(said, "^resynthesise.py: File exists: .*out\n$")
