"""A small export of made-up faces, as `exhibit dataset export` would leave it, and a configuration to match."""

import csv
import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from artefact.config import Config, read_config

CONFIG = Path(__file__).parents[1] / "config.toml"
COLUMNS = ("file", "label", "method", "source", "frame", "identity", "donors", "collection", "clip", "partner", "sizePx")
FACE_PX = 112
VIEW_SHARE = 0.75
# Small enough for a step to take a fraction of a second; no processes beside the test's own.
TINY = ["picture_px=80", "embedding_length=16", "workers=0", "held_out=0.53", "evaluation_faces=16"]


def tiny_config(*overrides: str) -> Config:
    return read_config(CONFIG, "smoke", [*TINY, *overrides])


def face(seed: int, size: int = FACE_PX) -> np.ndarray:
    """Smooth light and a little texture, (size, size, 3) uint8."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(60, 200, (6, 6, 3)).astype(np.float32)
    smooth = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.clip(smooth + rng.normal(0, 4, smooth.shape), 0, 255).astype(np.uint8)


def write_faces(folder: Path, people: int = 8) -> None:
    """Of each person one recording: a genuine face with two blends (the second on an altered copy), a later genuine face,
    and a fake of each moment."""
    rows = []
    for person in range(people):
        about = {"source": f"clip {person}", "identity": f"person {person}", "donors": "", "collection": "made", "sizePx": 90}
        names = {
            f"{person}.jpg": ("real", "genuine", "", 0, 0),
            f"{person}-1-blend.jpg": ("fake", "self-blend", f"{person}.jpg", 0, 0),
            f"{person}-2-target.jpg": ("real", "altered", "", 0, 1),
            f"{person}-2-blend.jpg": ("fake", "self-blend", f"{person}-2-target.jpg", 0, 1),
            f"{person}-a.jpg": ("fake", "swap", "", 1, 0),
            f"{person}-later.jpg": ("real", "genuine", "", 9, 2),
            f"{person}-b.jpg": ("fake", "reenactment", "", 12, 2),
        }
        for name, (label, method, partner, frame, look) in names.items():
            picture = face(person * 10 + look)
            if label == "fake":
                picture[30:70, 30:70] = np.clip(picture[30:70, 30:70].astype(int) + 40, 0, 255)
            cv2.imwrite(str(folder / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
            # The genuine clip, and one of each fake; what is made of a clip's faces is of that clip.
            clip = f"{person} {method}" if method in ("swap", "reenactment") else f"{person}"
            rows.append({**about, "file": name, "label": label, "method": method, "clip": clip, "partner": partner, "frame": frame})
    with open(folder / "faces.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    (folder / "export.json").write_text(json.dumps({"picturePx": FACE_PX, "viewShare": VIEW_SHARE}))


class FacesTestCase(unittest.TestCase):
    """Has the export in `self.faces` and an empty folder in `self.folder`."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.faces, self.folder = Path(temporary.name, "faces"), Path(temporary.name, "work")
        self.faces.mkdir()
        self.folder.mkdir()
        write_faces(self.faces)
