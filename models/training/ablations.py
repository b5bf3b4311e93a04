"""Trains the runs of ablations.toml one after another, each in its own folder of --out, and shows their last held-out
figures as a Markdown table.

    python3 ablations.py --faces FOLDER --out FOLDER --size smoke|cpu|gpu [--initial FOLDER] [--clips FOLDER] [--set steps=1000]

What --set says is said to every run. Runs that were finished or stopped go on where they are; those of other settings are refused.
"""

import argparse
import json
import sys
from pathlib import Path

# First: it says which Python is needed, and older ones have no tomllib.
import train
import tomllib

FIGURES = [
    *((trial, figure) for trial in ("clean", "degraded") for figure in ("fake_auc", "fake_paired", "blend_auc", "blend_paired")),
    ("clips", "auc"),
]


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: those of train.py, of the first run that fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder of folders, one a run")
    parser.add_argument("--runs", type=Path, default=Path(__file__).with_name("ablations.toml"))
    # What else is given is train.py's.
    given, common = parser.parse_known_args(arguments)
    runs = tomllib.loads(given.runs.read_text(encoding="utf-8"))
    for name, overrides in runs.items():
        own = [part for override in overrides for part in ("--set", override)]
        code = train.main(["--out", str(given.out / name), *common, *own])
        if code:
            return code
    print(table(given.out, list(runs)))
    return 0


def table(folder: Path, names: list[str]) -> str:
    header = ["run", "steps", *(f"{figure.replace('_', ' ')}, {trial}" for trial, figure in FIGURES)]
    lines = [header, ["---", *["--:"] * (len(header) - 1)]]
    for name in names:
        entries = [json.loads(line) for line in (folder / name / "log.jsonl").read_text(encoding="utf-8").splitlines()]
        last = [entry for entry in entries if entry["event"] == "evaluated"][-1]
        values = [last.get(trial, {}).get(figure) for trial, figure in FIGURES]
        lines.append([name, str(last["step"]), *("" if value is None else f"{value:.3f}" for value in values)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
