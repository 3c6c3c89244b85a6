"""The trace files: made by `reference.py` beside them, replayed by the models in the page."""

import importlib.util
import json
from pathlib import Path

TRACES = Path(__file__).parent


def references() -> list[Path]:
    """Every reference, found by glob."""
    return sorted(TRACES.glob("*/reference.py"))


def made_today(reference: Path) -> dict[Path, str]:
    """Each trace file of a reference and the text that it should have."""
    spec = importlib.util.spec_from_file_location(f"reference_{reference.parent.name}", reference)
    if spec is None or spec.loader is None:
        raise ImportError(f"{reference}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {reference.with_name(name): rendered(trace) for name, trace in module.traces().items()}


def rendered(trace: dict[str, object]) -> str:
    """JSON with one step a line, so that a difference is easy to read."""
    says, steps = json.dumps(trace["says"]), trace["steps"]
    if not isinstance(steps, list):
        raise TypeError(f"steps: found {type(steps).__name__}, expected a list")
    lines = ",\n".join(json.dumps(step, ensure_ascii=False) for step in steps)
    return f'{{"says": {says}, "steps": [\n{lines}\n]}}\n'


def stale(reference: Path) -> list[Path]:
    """Trace files that differ from what the reference makes today."""
    return [
        path
        for path, text in made_today(reference).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def rewrite(reference: Path) -> list[Path]:
    """Write the trace files that differ; give their paths."""
    changed = stale(reference)
    texts = made_today(reference)
    for path in changed:
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return changed
