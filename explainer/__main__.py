"""`python -m explainer`: run snippets, make skeletons."""

from explainer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
