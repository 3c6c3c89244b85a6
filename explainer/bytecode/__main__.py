"""`python -m explainer.bytecode FILE[:FUNCTION]`."""

from __future__ import annotations

import sys

from explainer.bytecode.cli import main

sys.exit(main())
