"""`python -m hwinfo`: the same as the command `hwinfo`."""

from __future__ import annotations

import sys

from hwinfo.cli import main

if __name__ == "__main__":
    sys.exit(main())
