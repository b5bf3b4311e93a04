"""Writes genuine faces that went through a generator's autoencoder, beside those faces, as a folder that train.py takes.

    python3 resynthesise.py --faces FOLDER... --encoder FILE --decoder FILE --out FOLDER [--pairs 2000] [--size cpu]

See README.md.
"""

import argparse
import sys
from pathlib import Path

from artefact.requirements import missing
from train import reason


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 1 when something is wrong with what was given, 2 for a wrong call, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, nargs="+", required=True, help="as for train.py; what it would hold out is left out")
    parser.add_argument("--encoder", type=Path, required=True, help="weights in the form of TAESD")
    parser.add_argument("--decoder", type=Path, required=True, help="of the same autoencoder")
    parser.add_argument("--out", type=Path, required=True, help="a new folder")
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--size", choices=("smoke", "cpu", "gpu"), default="cpu")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="as for train.py: seed and fold matter here")
    given = parser.parse_args(arguments)
    try:
        lacking = missing()
        if lacking:
            raise ValueError(lacking)
        write(given)
    except (ValueError, OSError) as error:
        print(f"resynthesise.py: {reason(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("resynthesise.py: stopped; remove the folder before the next start", file=sys.stderr)
        return 130
    return 0


def write(given: argparse.Namespace) -> None:
    # Only now: these need what may be missing.
    from artefact.autoencoder import Autoencoder
    from artefact.config import read_config
    from artefact.face_table import read_faces, read_view_share
    from artefact.folds import split
    from artefact.resynthesis_export import write_pairs
    from artefact.sampling import Footage

    config = read_config(given.config, given.size, given.set)
    training, _, _ = split(read_faces(given.faces), None if config.fold < 0 else config.fold, config.folds)
    autoencoder = Autoencoder(given.encoder, given.decoder)
    write_pairs(Footage(training), autoencoder, given.pairs, config.seed, read_view_share(given.faces), given.out)


if __name__ == "__main__":
    sys.exit(main())
