"""`python -m tests.traces [--update]`: compare the trace files with today's references."""

import sys

from tests.traces.files import references, rewrite, stale


def main(arguments: list[str]) -> int:
    """Print what differs, or rewrite it; 1 if something differs and is left so."""
    if "--update" in arguments:
        for reference in references():
            for path in rewrite(reference):
                print(f"wrote {path}")
        return 0
    differing = [path for reference in references() for path in stale(reference)]
    for path in differing:
        print(f"{path}: not what its reference says; run with --update, then look at the diff")
    return 1 if differing else 0


sys.exit(main(sys.argv[1:]))
