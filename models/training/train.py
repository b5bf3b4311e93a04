"""Trains the artefact embedder on exported faces and writes it as ONNX.

    python3 train.py --faces FOLDER... --out FOLDER --size smoke|cpu|gpu [--clips FOLDER] [--set loss.triplet=0]

The same command goes on where a stopped run was. See README.md.
"""

import argparse
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036, for whoever runs it without installing
    sys.exit(f"train.py: Python 3.11 or newer is needed; this is {sys.version.split()[0]}")

from artefact.requirements import missing


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 1 when something is wrong with what was given, 2 for a wrong call, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, nargs="+", required=True, help="what `exhibit dataset export` wrote, one folder or several")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint, log and artefact.onnx; new, or a run to go on with")
    parser.add_argument("--size", choices=("smoke", "cpu", "gpu"), required=True)
    parser.add_argument("--clips", type=Path, help="export of other clips, whose figures the log follows; nothing is trained on them")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="overrides one setting, for ablations")
    given = parser.parse_args(arguments)
    try:
        lacking = missing()
        if lacking:
            return refused(lacking)
        run_recipe(given)
    except (ValueError, OSError) as error:
        return refused(reason(error))
    except KeyboardInterrupt:
        print("train.py: stopped; the same command goes on from the last checkpoint", file=sys.stderr)
        return 130
    return 0


def run_recipe(given: argparse.Namespace) -> None:
    # Only now: these need what may be missing.
    from artefact.config import read_config
    from artefact.export import export
    from artefact.training import train

    config = read_config(given.config, given.size, given.set)
    run = train(given.faces, given.out, config, given.clips)
    export(run.averages[0], given.out / "artefact.onnx", config.picture_px)


def reason(error: Exception) -> str:
    """One line. An error of a worker process carries that process's traceback, which ends with what went wrong."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.strerror}: {error.filename}"
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1].removeprefix(f"{type(error).__name__}: ")


def refused(why: str) -> int:
    print(f"train.py: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
