"""What is held out. A network learns how a page, a data set, an encoder looks: held out are whole collections, and with them
every generator and person of theirs, wherever else they occur.

Collections are dealt to folds by a hash of their names. A collection of more clips than a fold should have (DFDC) is dealt by
recording instead: then a person without a name may stand on both sides, and figures on it are shown apart.
"""

import hashlib
from collections import Counter, defaultdict

from .face_table import RESYNTHESIS, Face

# Clips from which on a collection is dealt by recording.
LARGE = 1000
# Of those, the share of recordings that is held out.
LARGE_SHARE = 0.02


def split(faces: list[Face], fold: int | None, folds: int) -> tuple[list[Face], list[Face], list[Face]]:
    """Faces to train on, those held out with their collections, and held-out recordings of large collections. What shares a
    generator or a person with a held-out collection is not in them. Without a fold, no collection is held out.

    Re-syntheses are trained on or left out with the collection that they were made of; nothing is measured on them."""
    drawn = {face.clip for face in faces if face.method == RESYNTHESIS}
    pairs, faces = [face for face in faces if face.clip in drawn], [face for face in faces if face.clip not in drawn]
    clips = Counter(collection for collection, _ in {(face.collection, face.clip) for face in faces})
    large = {collection for collection, count in clips.items() if count >= LARGE}
    dealt = {} if fold is None else fold_of(clips.keys() - large, folds)
    held_out = [face for face in faces if dealt.get(face.collection, -1) == fold and fold is not None]
    generators = {face.method for face in held_out if face.is_fake}
    people = frozenset().union(*(face.people for face in held_out))
    training, recordings = [], []
    for face in faces:
        if face.collection in large and _fraction(face.source) < LARGE_SHARE:
            recordings.append(face)
        elif dealt.get(face.collection, -1) == fold and fold is not None:
            continue
        elif not (face.is_fake and face.method in generators) and not face.people & people:
            training.append(face)
    kept = {(face.collection, face.source) for face in training}
    return training + [face for face in pairs if (face.collection, face.source) in kept], held_out, recordings


def fold_of(collections, folds: int) -> dict[str, int]:
    """By a hash of the name alone: a collection that comes later moves no other one to another fold."""
    return {collection: int(_fraction(collection) * folds) for collection in collections}


def by_clip(faces: list[Face]) -> list[list[Face]]:
    clips = defaultdict(list)
    for face in faces:
        clips[(face.collection, face.clip, face.is_fake)].append(face)
    return [sorted(group, key=lambda face: face.frame) for group in clips.values()]


def _fraction(name: str) -> float:
    """In [0, 1), the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.strip().lower().encode()).digest()[:8], "big") / 2**64
