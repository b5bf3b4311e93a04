"""Passes the genuine faces of an export through small autoencoders and lays the results beside them, as forgeries without
a seam (artefact/autoencoders.py).

    python3 reconstruct.py --faces FOLDER [--steps 400] [--config FILE]

train.py then sets them against the genuine faces as it does self-blends. Who is held out there is held out here, if the
configuration is the same.
"""

import argparse
import sys
from pathlib import Path

# First: it says which Python is needed.
from train import reason
from artefact.requirements import missing_requirements


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: those of train.py."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="what `exhibit dataset export` wrote")
    parser.add_argument("--steps", type=int, default=400, help="of fitting each autoencoder")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    given = parser.parse_args(arguments)
    try:
        missing = missing_requirements()
        if missing:
            raise ValueError(missing)
        print(f"{reconstruct(given)} faces reconstructed")
    except (ValueError, OSError) as error:
        print(f"reconstruct.py: {reason(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("reconstruct.py: stopped; nothing is kept, the same command begins anew", file=sys.stderr)
        return 130
    return 0


def reconstruct(given: argparse.Namespace) -> int:
    # Only now: these need what may be missing.
    from artefact.config import read_config
    from artefact.people import split_people
    from artefact.recordings import read_recordings
    from artefact.reconstructions import write_reconstructions

    # What is shared by all sizes alone matters: the share that is held out and the seed.
    config = read_config(given.config, "cpu", [])
    training, held_out = split_people(read_recordings(given.faces), config.held_out)
    return write_reconstructions(given.faces, training, held_out, given.steps, config.seed)


if __name__ == "__main__":
    sys.exit(main())
