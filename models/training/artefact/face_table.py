"""What `exhibit dataset export` wrote, of one folder or several: each face with what is known of it."""

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

COLUMNS = ("file", "label", "method", "source", "frame", "identity", "donors", "collection", "clip", "sizePx", "landmarks")
# Exports of earlier editions of the app hold blends; this recipe draws its own.
NOT_FOOTAGE = ("self-blend", "altered")
# Method of the faces that resynthesise.py wrote.
RESYNTHESIS = "resynthesis"


@dataclass(frozen=True)
class Face:
    """collection: repository, page or data set; source: recording, shared by a fake and the genuine face it was made of;
    landmarks: (5, 2) in pixels of the exported picture."""

    path: Path
    is_fake: bool
    method: str
    source: str
    frame: int
    people: frozenset[str]
    identity: str
    donors: str
    collection: str
    clip: str
    landmarks: np.ndarray


def read_faces(folders: list[Path]) -> list[Face]:
    """Raises ValueError where a table is not what was exported, or names what is not there."""
    faces = []
    for folder in folders:
        faces += [_face(folder, row) for row in _read_rows(folder / "faces.csv") if row["method"] not in NOT_FOOTAGE]
    for face in faces:
        if not face.path.is_file():
            raise ValueError(f"faces.csv names {face.path}, which is not there; export the faces again")
    return faces


def read_view_share(folders: list[Path]) -> float:
    """Side of the network's view in parts of an exported picture's side; one for all folders."""
    shares = set()
    for folder in folders:
        path = folder / "export.json"
        try:
            shares.add(json.loads(path.read_text(encoding="utf-8"))["viewShare"])
        except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError(f"{path} does not say how the faces were cut; export them again") from error
    if len(shares) != 1 or not 0 < (share := shares.pop()) <= 1:
        raise ValueError("the exports were cut in different ways; export them again with one version")
    return share


def faces_sha256(folders: list[Path]) -> str:
    """Tells one collection of exports from another: pictures are named by what they show."""
    tables = [(folder / name).read_bytes() for folder in folders for name in ("faces.csv", "export.json")]
    return hashlib.sha256(b"".join(tables)).hexdigest()


def _read_rows(path: Path) -> list[dict]:
    with open(path, newline="", encoding="utf-8") as file:
        table = csv.DictReader(file, restval="")
        lacking = [column for column in COLUMNS if column not in (table.fieldnames or ())]
        if lacking:
            raise ValueError(f"{path} lacks {', '.join(lacking)}; export the faces again")
        rows = list(table)
    for number, row in enumerate(rows, 2):
        if row["label"] not in ("real", "fake") or not row["frame"].isdecimal() or len(row["landmarks"].split()) != 10:
            raise ValueError(f"{path}, line {number}: it has no label, frame or landmarks; export the faces again")
    return rows


def _face(folder: Path, row: dict) -> Face:
    people = [row["identity"], *row["donors"].split(";")]
    return Face(
        path=folder / row["file"],
        is_fake=row["label"] == "fake",
        method=row["method"],
        source=row["source"],
        frame=int(row["frame"]),
        people=frozenset(name.strip().lower() for name in people if name.strip()),
        identity=row["identity"],
        donors=row["donors"],
        collection=row["collection"],
        clip=row["clip"],
        landmarks=np.array(row["landmarks"].split(), np.float32).reshape(5, 2),
    )
