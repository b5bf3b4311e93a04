"""trained-on.csv and held-out.csv: who went into which recording, so that nobody measures a model on people that its embedder
knows."""

import csv
from pathlib import Path

from .face_table import Face

COLUMNS = ("identity", "donors", "source")


def people_rows(faces: list[Face]) -> set[tuple[str, ...]]:
    """Identity, donors and source."""
    return {(face.identity, face.donors, face.source) for face in faces}


def write_people(path: Path, rows: set[tuple[str, ...]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(sorted(rows))


def read_people(path: Path) -> set[tuple[str, ...]]:
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file)) or [[]]
    if tuple(header) != COLUMNS:
        raise ValueError(f"{path} is no list of people as train.py writes it: it lacks {', '.join(COLUMNS)}")
    if any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError(f"{path} is cut short or damaged: a line has other than {len(COLUMNS)} values")
    return {tuple(row) for row in rows}
