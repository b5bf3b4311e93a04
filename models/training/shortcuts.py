"""Says how well the forgeries of a run's batches are told by sharpness, light, colour and borders alone: 0.5 is chance.

    python3 shortcuts.py --faces FOLDER... --size smoke|cpu|gpu [--set data.equal_sharpness=false]

See README.md.
"""

import argparse
import sys
from pathlib import Path

from artefact.requirements import missing
from train import reason


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 1 when something is wrong with what was given, 2 for a wrong call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, nargs="+", required=True, help="as for train.py")
    parser.add_argument("--size", choices=("smoke", "cpu", "gpu"), required=True)
    parser.add_argument("--batches", type=int, default=60, help="to fit on, and as many again to judge by")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    given = parser.parse_args(arguments)
    try:
        lacking = missing()
        if lacking:
            raise ValueError(lacking)
        print(table(given))
    except (ValueError, OSError) as error:
        print(f"shortcuts.py: {reason(error)}", file=sys.stderr)
        return 1
    return 0


def table(given: argparse.Namespace) -> str:
    """Markdown: a line a measure, a column a kind of pair."""
    # Only now: these need what may be missing.
    from artefact.batches import Batches
    from artefact.config import read_config
    from artefact.face_table import read_faces, read_view_share
    from artefact.folds import split
    from artefact.sampling import Footage
    from artefact.shortcuts import shortcut_figures

    config = read_config(given.config, given.size, given.set)
    training, _, _ = split(read_faces(given.faces), None if config.fold < 0 else config.fold, config.folds)
    figures = shortcut_figures(Batches(Footage(training), read_view_share(given.faces), config), given.batches)
    kinds = list(figures)
    lines = [["AUC of", *kinds], ["---", *["--:"] * len(kinds)]]
    lines += [[name, *(f"{figures[kind][name]:.2f}" for kind in kinds)] for name in figures[kinds[0]]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
