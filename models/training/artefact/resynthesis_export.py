"""A folder of re-synthesised faces in the form of `exhibit dataset export`."""

import csv
import hashlib
import json
from pathlib import Path

import cv2
import numpy as np

from .autoencoder import Autoencoder
from .batches import read_picture
from .face_table import COLUMNS, RESYNTHESIS, Face
from .resynthesis import resynthesised
from .sampling import Footage

# Both faces of a pair are written alike: how often a picture was coded must not tell them apart.
JPEG = [cv2.IMWRITE_JPEG_QUALITY, 95]


def write_pairs(footage: Footage, autoencoder: Autoencoder, pairs: int, seed: int, view_share: float, out: Path) -> None:
    """Raises ValueError where there is no genuine face, FileExistsError where the folder is there."""
    if not footage.genuine:
        raise ValueError("there is no genuine face; export such clips")
    out.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    px = 0
    with open(out / "faces.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        for _ in range(pairs):
            face, moment = footage.moments(rng)
            picture, other = (cv2.cvtColor(read_picture(one), cv2.COLOR_BGR2RGB) for one in (face, moment))
            px = picture.shape[0]
            pair = resynthesised(picture, other, face.landmarks, autoencoder, rng)
            coded = [cv2.imencode(".jpg", cv2.cvtColor(made, cv2.COLOR_RGB2BGR), JPEG)[1].tobytes() for made in pair]
            # By what they show, as an export's are: pairs of several folders are told apart.
            original, drawn = (hashlib.sha256(jpeg).hexdigest()[:16] for jpeg in coded)
            about = {**_about(face), "clip": f"{original} {drawn}", "sizePx": px}
            for name, label, method, jpeg in zip((original, drawn), ("real", "fake"), ("genuine", RESYNTHESIS), coded):
                (out / f"{name}.jpg").write_bytes(jpeg)
                table.writerow({**about, "file": f"{name}.jpg", "label": label, "method": method})
    (out / "export.json").write_text(json.dumps({"picturePx": px, "viewShare": view_share}), encoding="utf-8")


def _about(face: Face) -> dict:
    """What a pair has of the face that it was made of. It is dealt to the same fold."""
    same = {name: getattr(face, name) for name in ("source", "identity", "donors", "collection")}
    return {**same, "frame": 0, "landmarks": " ".join(f"{value:.1f}" for value in face.landmarks.ravel())}
