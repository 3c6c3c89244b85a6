"""`python -m explainer`: run snippets, make skeletons."""

import signal

from explainer.cli import main

if __name__ == "__main__":
    # nox asks politely for a third of a second only: leave no snippet running then, either
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    raise SystemExit(main())
