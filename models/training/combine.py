"""Sets the networks of several runs side by side in one file, with the list of all people that any of them was trained on.

    python3 combine.py RUN RUN ... --out FOLDER

Each RUN is a folder with artefact.onnx and trained-on.csv. See README.md.
"""

import argparse
import sys
from pathlib import Path

from artefact.requirements import ONNX, missing
from train import reason

NETWORK, PEOPLE = "artefact.onnx", "trained-on.csv"


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 1 when something is wrong with what was given, 2 for a wrong call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    parser.add_argument("--out", type=Path, required=True, help=f"a folder for {NETWORK} and {PEOPLE}, not a run's own")
    given = parser.parse_args(arguments)
    if len(given.runs) < 2:
        parser.error("two runs at least")
    try:
        lacking = missing(ONNX)
        if lacking:
            raise ValueError(lacking)
        join(given.runs, given.out)
    except (ValueError, OSError) as error:
        print(f"combine.py: {reason(error)}", file=sys.stderr)
        return 1
    return 0


def join(runs: list[Path], out: Path) -> None:
    # Only now: it needs what may be missing.
    from artefact.combination import combine
    from artefact.people_list import read_people, write_people

    if any((out / name).exists() for name in (NETWORK, PEOPLE)):
        raise ValueError(f"{out} holds a network; name a new folder")
    people = set().union(*(read_people(run / PEOPLE) for run in runs))
    together = combine([run / NETWORK for run in runs])
    out.mkdir(parents=True, exist_ok=True)
    (out / NETWORK).write_bytes(together)
    write_people(out / PEOPLE, people)


if __name__ == "__main__":
    sys.exit(main())
