"""Exported faces (`exhibit dataset export`) to batches. A batch is made of groups of four that share a recording: two
pairs of a genuine face and its forgery, a fake of the set's and a self-blend, or two self-blends. The faces of a pair
share their draw of degradations, so quality never tells the label. Batch n of a seed is always the same, wherever a run
is resumed."""

import csv
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from torch.utils.data import Dataset

from .config import Config
from .degradation import code_as_video, degrade, draw

SELF_BLEND = "self-blend"
COLUMNS = ("file", "label", "method", "source", "identity", "partner")
JPEG_END = b"\xff\xd9"


@dataclass
class Recording:
    """File names. A pair is a genuine picture and its forgery: blends differ from their genuine picture by the blend
    alone, fakes of the set stand beside the recording's own face."""

    identity: str
    genuine: str | None
    blends: list[tuple[str, str]]
    fakes: list[str]

    def fake_pairs(self) -> list[tuple[str, str]]:
        return [(self.genuine, fake) for fake in self.fakes]

    def files(self) -> set[str]:
        return {self.genuine, *self.fakes, *(name for pair in self.blends for name in pair)}


def read_recordings(folder: Path) -> list[Recording]:
    """Those with a genuine face and a forgery, in the order of their names; raises ValueError where there is none, or
    where the table is not what was exported or names what is not there."""
    path = folder / "faces.csv"
    recordings: dict[str, Recording] = {}
    with open(path, newline="", encoding="utf-8") as file:
        table = csv.DictReader(file, restval="")
        lacking = [column for column in COLUMNS if column not in (table.fieldnames or ())]
        if lacking:
            raise ValueError(f"{path} lacks {', '.join(lacking)}; export the faces again")
        for row in table:
            if row["label"] not in ("real", "fake"):
                raise ValueError(f"{path}, line {table.line_num}: the label is {row['label']!r}, not real or fake; export the faces again")
            recording = recordings.setdefault(row["source"], Recording(row["identity"], None, [], []))
            if row["method"] == SELF_BLEND:
                recording.blends.append((row["partner"], row["file"]))
            elif row["label"] == "fake":
                recording.fakes.append(row["file"])
            elif recording.genuine is None:
                recording.genuine = row["file"]
    usable = [recording for _, recording in sorted(recordings.items()) if recording.genuine and (recording.blends or recording.fakes)]
    if not usable:
        raise ValueError(f"{folder} holds no genuine face with a forgery of it; export genuine clips with --blends")
    for name in (name for recording in usable for name in recording.files()):
        if not (folder / name).is_file():
            raise ValueError(f"{path} names {name!r}, which is not there; export the faces again")
    return usable


def split_people(recordings: list[Recording], held_out: float) -> tuple[list[Recording], list[Recording]]:
    """Training and held-out recordings. Whole people of whom there are fakes are held out, by a hash of their name."""
    faked = {recording.identity for recording in recordings if recording.fakes}
    share = lambda name: int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32
    is_held_out = lambda recording: recording.identity in faked and share(recording.identity) < held_out
    return [r for r in recordings if not is_held_out(r)], [r for r in recordings if is_held_out(r)]


def read_view_share(folder: Path) -> float:
    """Side of the network's view in parts of an exported picture's side."""
    path = folder / "export.json"
    try:
        share = json.loads(path.read_text(encoding="utf-8"))["viewShare"]
        if 0 < share <= 1:
            return share
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        pass
    raise ValueError(f"{path} does not say how the faces were cut; export them again")


class Pictures:
    """Reads the exported JPEGs. The system keeps files that are read again in memory, once for all processes."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.view_share = read_view_share(folder)

    def __getitem__(self, name: str) -> np.ndarray:
        """(h, w, 3) uint8, BGR as OpenCV has it."""
        coded = np.fromfile(self._folder / name, np.uint8)
        # OpenCV fills up with grey what a file that was cut short lacks.
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR) if coded[-2:].tobytes() == JPEG_END else None
        if picture is None:
            raise ValueError(f"{self._folder / name} is no whole JPEG; export the faces again")
        return picture


def to_input(pictures: list[np.ndarray]) -> np.ndarray:
    """(N, 3, h, w) float32, RGB in [-1, 1]."""
    stack = np.stack(pictures)[..., ::-1].transpose(0, 3, 1, 2)
    return np.ascontiguousarray(stack, np.float32) / 127.5 - 1


def coded(pictures: list[np.ndarray], chosen: list[int], rng: np.random.Generator) -> None:
    """Replaces the chosen ones by what one H.264 clip makes of them."""
    crf, motion = int(rng.integers(18, 39)), rng.integers(-3, 4, (int(rng.integers(0, 4)), 2))
    if chosen:
        for place, picture in zip(chosen, code_as_video([pictures[i] for i in chosen], crf, motion)):
            pictures[place] = picture


class Batches(Dataset):
    """Item n: pictures (4 G, 3, px, px), labels (4 G,), sources (4 G,)."""

    def __init__(self, folder: Path, recordings: list[Recording], config: Config):
        self._pictures = Pictures(folder)
        self._config = config
        wanted = config.data
        self._recordings = [r for r in recordings if (wanted.self_blends and r.blends) or (wanted.fakes and r.fakes)]
        if not self._recordings:
            raise ValueError("no face has a forgery of the wanted kind; see [shared.data] in the configuration")

    def __len__(self) -> int:
        return self._config.steps

    def __getitem__(self, step: int):
        config = self._config
        rng = np.random.default_rng([config.seed, step])
        # Every recording comes once before any comes again: a walk through a new order in each epoch.
        count = len(self._recordings)
        places = np.arange(step * config.groups_a_batch, (step + 1) * config.groups_a_batch)
        pictures, views = [], []
        for place in places:
            order = np.random.default_rng([config.seed, 1, place // count]).permutation(count)
            for view, pair in enumerate(self._pairs(self._recordings[order[place % count]], rng)):
                faces = [self._pictures[name] for name in pair]
                how = draw(rng, faces[0].shape[0], self._pictures.view_share, config.picture_px, config.data.degradation)
                pictures += [degrade(face, how, config.picture_px) for face in faces]
                views += [(view, how.video)] * 2
        for view in (0, 1):
            coded(pictures, [i for i, (own, video) in enumerate(views) if video and own == view], rng)
        labels = np.tile([0, 1], len(places) * 2)
        sources = np.repeat(np.arange(len(places)), 4)
        return to_input(pictures), labels, sources

    def _pairs(self, recording: Recording, rng: np.random.Generator) -> list[tuple[str, str]]:
        """Two: of a fake and of a self-blend where there are both and both are wanted."""
        wanted = self._config.data
        blends = recording.blends if wanted.self_blends else []
        fakes = recording.fake_pairs() if wanted.fakes else []
        return [pairs[rng.integers(len(pairs))] for pairs in (fakes or blends, blends or fakes)]


@dataclass
class HeldOut:
    """Faces of held-out people, each under one fixed draw; a pair is a genuine face and a forgery of it."""

    pictures: np.ndarray
    labels: np.ndarray
    blends: np.ndarray
    recordings: np.ndarray


def held_out_faces(folder: Path, recordings: list[Recording], config: Config, degraded: bool) -> HeldOut:
    """At most config.evaluation_faces; the same ones, equally degraded, at every call."""
    reader = Pictures(folder)
    rng = np.random.default_rng([config.seed, 2])
    pictures, found, videos = [], defaultdict(list), []
    for number in rng.permutation(len(recordings)):
        recording = recordings[number]
        blends = [name for genuine, name in recording.blends if genuine == recording.genuine][:1]
        faces = [(recording.genuine, 0, 0), *[(name, 1, 1) for name in blends], *[(name, 1, 0) for name in recording.fakes[:2]]]
        if len(pictures) + len(faces) > config.evaluation_faces:
            break
        how = draw(rng, reader[faces[0][0]].shape[0], reader.view_share, config.picture_px, degraded)
        for name, label, blend in faces:
            if how.video:
                videos.append(len(pictures))
            pictures.append(degrade(reader[name], how, config.picture_px))
            for key, value in (("labels", label), ("blends", blend), ("recordings", number)):
                found[key].append(value)
    for start in range(0, len(videos), 48):
        coded(pictures, videos[start : start + 48], rng)
    return HeldOut(np.stack(pictures), *(np.array(found[key]) for key in ("labels", "blends", "recordings")))
