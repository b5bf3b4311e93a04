"""Makes a network that embeds a picture and its mirror image and gives the mean: a little better, at twice the time.

    python3 mirror.py NETWORK.onnx --out FILE.onnx

See README.md.
"""

import argparse
import sys
from pathlib import Path

from artefact.requirements import ONNX, missing
from train import reason


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 1 when something is wrong with what was given, 2 for a wrong call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="artefact.onnx of a run")
    parser.add_argument("--out", type=Path, required=True, help="a new file")
    given = parser.parse_args(arguments)
    try:
        lacking = missing(ONNX)
        if lacking:
            raise ValueError(lacking)
        if given.out.exists():
            raise ValueError(f"{given.out} exists: choose another name")
        from artefact.mirroring import mirrored

        given.out.write_bytes(mirrored(given.network))
    except (ValueError, OSError) as error:
        print(f"mirror.py: {reason(error)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
