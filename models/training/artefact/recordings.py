"""The table of exported faces (`exhibit dataset export`) as recordings, each a genuine one with all that was made of it."""

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

GENUINE, ALTERED, SELF_BLEND = "genuine", "altered", "self-blend"
# Of forgeries: a set's own fake, a self-blend.
KINDS = FAKE, BLEND = "fake", "blend"
COLUMNS = ("file", "label", "method", "source", "frame", "identity", "donors", "collection", "clip", "partner")

# File names of a genuine picture and its forgery.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Fake:
    """One of the set's, beside the genuine face of the same moment. People: who is seen, and whose faces went into it."""

    pair: Pair
    identity: str
    donors: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        return self.donors | {self.identity}


@dataclass(frozen=True)
class Recording:
    """People: who is seen in the genuine clip. Blends differ from their genuine picture, which may be an altered copy, by
    the blend alone."""

    source: str
    people: frozenset[str]
    fakes: list[Fake]
    blends: list[Pair]

    def kinds(self) -> dict[str, list[Pair]]:
        """Pairs by kind of forgery; kinds without pairs are left out."""
        kinds = {FAKE: [fake.pair for fake in self.fakes], BLEND: self.blends}
        return {kind: pairs for kind, pairs in kinds.items() if pairs}

    def pairs(self) -> list[Pair]:
        return [pair for pairs in self.kinds().values() for pair in pairs]

    def everybody(self) -> frozenset[str]:
        return self.people.union(*(fake.people for fake in self.fakes))


def read_recordings(folder: Path) -> list[Recording]:
    """Those with a genuine face and a forgery, in the order of their names; raises ValueError where there is none, or
    where the table is not what was exported or names what is not there."""
    by_source = defaultdict(list)
    for row in read_rows(folder / "faces.csv"):
        by_source[row["source"]].append(row)
    usable = [_recording(source, rows) for source, rows in sorted(by_source.items())]
    usable = [recording for recording in usable if recording.pairs()]
    if not usable:
        raise ValueError(f"{folder} holds no genuine face with a forgery of it; export genuine clips with --blends")
    for name in (name for recording in usable for pair in recording.pairs() for name in pair):
        if not (folder / name).is_file():
            raise ValueError(f"{folder / 'faces.csv'} names {name!r}, which is not there; export the faces again")
    return usable


def faces_sha256(folder: Path) -> str:
    """Tells one export from another: pictures are named by what they show, and blends are drawn as export.json says."""
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in ("faces.csv", "export.json"))).hexdigest()


def read_rows(path: Path) -> list[dict]:
    """Lines of an export's faces.csv; raises ValueError for one that is not what was exported."""
    with open(path, newline="", encoding="utf-8") as file:
        table = csv.DictReader(file, restval="")
        lacking = [column for column in COLUMNS if column not in (table.fieldnames or ())]
        if lacking:
            raise ValueError(f"{path} lacks {', '.join(lacking)}; export the faces again")
        rows = []
        for row in table:
            where = f"{path}, line {table.line_num}"
            if row["label"] not in ("real", "fake"):
                raise ValueError(f"{where}: the label is {row['label']!r}, not real or fake; export the faces again")
            if not row["frame"].isdecimal():
                raise ValueError(f"{where}: the frame is {row['frame']!r}, not a number; export the faces again")
            rows.append(row)
        return rows


def is_blend(row: dict) -> bool:
    """A set may call its own fakes so; those have no partner."""
    return row["method"] == SELF_BLEND and row["partner"] != ""


def _recording(source: str, rows: list[dict]) -> Recording:
    genuine = [row for row in rows if row["label"] == "real" and row["method"] == GENUINE]
    blends = [(row["partner"], row["file"]) for row in rows if is_blend(row)]
    fakes = [row for row in rows if row["label"] == "fake" and not is_blend(row)] if genuine else []
    people = frozenset(row["identity"] for row in rows if row["label"] == "real" or is_blend(row))
    return Recording(source, people, [_fake(row, genuine) for row in fakes], blends)


def _fake(row: dict, genuine: list[dict]) -> Fake:
    donors = frozenset(name for name in row["donors"].split(";") if name)
    return Fake((_beside(row, genuine)["file"], row["file"]), row["identity"], donors)


def _beside(fake: dict, genuine: list[dict]) -> dict:
    """Of the same moment, or as near as there is; of the same collection, for some hold a recording in several qualities."""
    return min(genuine, key=lambda row: (row["collection"] != fake["collection"], abs(int(row["frame"]) - int(fake["frame"]))))
