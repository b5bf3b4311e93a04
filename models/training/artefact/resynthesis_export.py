"""A folder of re-synthesised faces in the form of `exhibit dataset export`."""

import csv
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
        for number in range(pairs):
            face, moment = footage.moments(rng)
            picture, other = (cv2.cvtColor(read_picture(one), cv2.COLOR_BGR2RGB) for one in (face, moment))
            px = picture.shape[0]
            pair = resynthesised(picture, other, face.landmarks, autoencoder, rng)
            for label, made in zip(("real", "fake"), pair):
                name = f"{seed}-{number}-{label}.jpg"
                cv2.imwrite(str(out / name), cv2.cvtColor(made, cv2.COLOR_RGB2BGR), JPEG)
                table.writerow({**_about(face), "file": name, "label": label, "clip": f"resynthesis {seed}-{number}",
                                "method": RESYNTHESIS if label == "fake" else "genuine", "sizePx": px})
    (out / "export.json").write_text(json.dumps({"picturePx": px, "viewShare": view_share}), encoding="utf-8")


def _about(face: Face) -> dict:
    """What a pair has of the face that it was made of. It is dealt to the same fold."""
    same = {name: getattr(face, name) for name in ("source", "identity", "donors", "collection")}
    return {**same, "frame": 0, "landmarks": " ".join(f"{value:.1f}" for value in face.landmarks.ravel())}
