"""Who is held out. Groups of people tied by recordings and fakes (a fake ties its donors to whoever is seen) are held out
whole, by a hash of a name; a group too large for that, such as Celeb-DF's, by person. Training then takes nothing that a
held-out person went into, as identity or donor, and what figures are measured on shows nobody who was trained on."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from .recordings import Recording


def split_people(recordings: list[Recording], share: float) -> tuple[list[Recording], list[Recording]]:
    """Training and held-out recordings; share is that of the people of whom there are fakes."""
    held_out = _held_out_people(recordings, share)
    training = _without(held_out, recordings)
    trained_on = frozenset().union(*(recording.everybody() for recording in training))
    return training, _without(trained_on, [recording for recording in recordings if recording.people & held_out])


def _without(people: frozenset[str], recordings: list[Recording]) -> list[Recording]:
    """What nobody of them went into, as far as it still holds a forgery."""
    kept = [
        replace(recording, fakes=[fake for fake in recording.fakes if not fake.people & people])
        for recording in recordings
        if not recording.people & people
    ]
    return [recording for recording in kept if recording.pairs()]


def tied_groups(sets: Iterable[Iterable[str]]) -> dict[str, set[str]]:
    """Of each name all names that it is tied to, itself included: those of one set, and whom they are tied to in others."""
    tied: dict[str, set[str]] = {}
    for names in sets:
        group = set(names).union(*(tied[name] for name in names if name in tied))
        tied.update(dict.fromkeys(group, group))
    return tied


def folded(names: Iterable[str]) -> frozenset[str]:
    """As the app compares names: without regard to case and outer spaces; inner ones are its tables' hyphens."""
    return frozenset("-".join(name.lower().split()) for name in names) - {""}


def _held_out_people(recordings: list[Recording], share: float) -> frozenset[str]:
    tied = tied_groups(recording.everybody() for recording in recordings)
    group_of = lambda recording: id(tied[next(iter(recording.people))])
    sizes = Counter(map(group_of, recordings))
    with_fakes = {group_of(recording) for recording in recordings if recording.fakes}
    return frozenset(
        person
        for person, group in tied.items()
        # As one it would be more than what is to be held out.
        if id(group) in with_fakes and _place(person if sizes[id(group)] > share * len(recordings) else min(group)) < share
    )


def _place(name: str) -> float:
    """In [0, 1), on every machine the same."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32
