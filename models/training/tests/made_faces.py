"""A small export of made-up faces, as `exhibit dataset export` would leave it, and a configuration to match."""

import csv
import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from artefact.config import Config, read_config
from artefact.face_table import COLUMNS

CONFIG = Path(__file__).parents[1] / "config.toml"
FACE_PX = 112
VIEW_SHARE = 0.75
# Eyes, nose, corners of the mouth where the template has them, in the middle three quarters of the picture.
LANDMARKS = " ".join(f"{FACE_PX * (0.5 + VIEW_SHARE * (value - 0.5)):.1f}" for value in (0.3, 0.34, 0.7, 0.34, 0.5, 0.57, 0.336, 0.764, 0.664, 0.764))
# Small enough for a step to take a fraction of a second; no processes beside the test's own.
TINY = ["picture_px=80", "embedding_length=16", "workers=0", "threads=1", "folds=2", "fold=0", "data.worsening_steps=1"]


def tiny_config(*overrides: str) -> Config:
    return read_config(CONFIG, "smoke", [*TINY, *overrides])


def face(seed: int, size: int = FACE_PX) -> np.ndarray:
    """Smooth light and a little texture, (size, size, 3) uint8."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(60, 200, (6, 6, 3)).astype(np.float32)
    smooth = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.clip(smooth + rng.normal(0, 4, smooth.shape), 0, 255).astype(np.uint8)


def row(name: str, **more) -> dict:
    about = {"label": "real", "method": "genuine", "source": "", "frame": 0, "identity": "", "donors": "", "collection": "made", "clip": name}
    return {**about, "sizePx": 90, "landmarks": LANDMARKS, "file": f"{name}.jpg", **more}


def write_table(folder: Path, rows: list[dict]) -> None:
    with open(folder / "faces.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    (folder / "export.json").write_text(json.dumps({"picturePx": FACE_PX, "viewShare": VIEW_SHARE}))


def write_faces(folder: Path, pages: int = 6) -> None:
    """Of each page one person: a genuine clip, a swap of it, and a talking head of a generator of the page's own; three frames each."""
    rows = []
    for page in range(pages):
        about = {"identity": f"Person {page}", "collection": f"page {page}"}
        clips = {
            f"{page}-genuine": {"source": f"clip {page}"},
            f"{page}-swap": {"source": f"clip {page}", "label": "fake", "method": f"swap {page}", "donors": f"Donor {page}"},
            f"{page}-talking": {"source": f"portrait {page}", "label": "fake", "method": f"generator {page}"},
        }
        for place, (clip, more) in enumerate(clips.items()):
            for frame in range(3):
                picture = face(100 * page + 10 * place + frame)
                if "label" in more:
                    picture[30:70, 30:70] = np.clip(picture[30:70, 30:70].astype(int) + 40, 0, 255)
                name = f"{clip}-{frame}"
                cv2.imwrite(str(folder / f"{name}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
                rows.append(row(name, **about, **more, clip=clip, frame=frame))
    write_table(folder, rows)


class FacesTestCase(unittest.TestCase):
    """Has the export in `self.faces` and an empty folder in `self.folder`."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.faces, self.folder = Path(temporary.name, "faces"), Path(temporary.name, "work")
        self.faces.mkdir()
        self.folder.mkdir()
        write_faces(self.faces)
