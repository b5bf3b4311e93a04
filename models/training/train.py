"""Trains the artefact embedder on exported faces and writes it as ONNX.

    python3 train.py --faces FOLDER --out FOLDER --size smoke|cpu|gpu [--initial FOLDER] [--set loss.triplet=0]

The same command goes on where a stopped run was. See README.md.
"""

import argparse
import sys
from pathlib import Path

from artefact.config import read_config
from artefact.export import export
from artefact.training import train


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="what `exhibit dataset export` wrote")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint, log and artefact.onnx; new, or a run to go on with")
    parser.add_argument("--size", choices=("smoke", "cpu", "gpu"), required=True)
    parser.add_argument("--initial", type=Path, help="ImageNet weights, unpacked by imagenet-weights.mjs")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="overrides one setting, for ablations")
    arguments = parser.parse_args()
    try:
        config = read_config(arguments.config, arguments.size, arguments.set)
        run = train(arguments.faces, arguments.out, config, arguments.initial)
        export(run.averages[0], arguments.out / "artefact.onnx", config.picture_px)
    except (ValueError, OSError) as error:
        print(f"train.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
