"""The commands behind `nox -s snippets`, `new` and `serve`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from explainer import lab, skeleton
from explainer.errors import ExplainerError, UnknownName, did_you_mean
from explainer.interpreter import Interpreter, missing
from explainer.places import Places
from explainer.pythons.record import record_bytecode
from explainer.pythons.record_diffs import ALL_PAIRS, PAIRS_WITH_NEAREST, record_diffs
from explainer.pythons.record_runs import BOUNDS, record_runs
from explainer.record import Recorder, Result
from explainer.serve import serve
from explainer.snippet import Library, Snippet

_console = Console(highlight=False, soft_wrap=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all went well, 1 if a snippet failed, 2 if the words are off.

    Interrupted, 130, as shells count it: what was recorded stays, nothing is left running.
    """
    parser = argparse.ArgumentParser(prog="python -m explainer", description=__doc__)
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="run snippets as tests and record them")
    run.add_argument("names", nargs="*", help="chapters or CHAPTER/NAME; none means all")
    run.add_argument("--python", help="one version, such as 3.12, or newest; default: all found")
    run.set_defaults(do=_run)
    new = commands.add_parser("new", help="make a working skeleton")
    new.add_argument("kind", choices=sorted(skeleton.KINDS))
    new.add_argument("name")
    new.set_defaults(do=_new)
    pages = commands.add_parser("serve", help="serve the site on loopback and reload")
    pages.add_argument("options", nargs="*", help="options of `mkdocs serve`, such as --open")
    pages.set_defaults(do=_serve)
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.do(arguments))
    except ExplainerError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; what was recorded is kept", file=sys.stderr)
        return 130


def run_snippets(places: Places, names: list[str], python: str | None = None) -> bool:
    """Record the named snippets on every interpreter found; True if all did as promised.

    Raises: UnknownName for a name or version that is not there.
    """
    library = Library(places.snippets)
    recorder = Recorder(places)
    snippets = library.select(names)
    interpreters = _chosen(recorder, python)
    pairs = [(snippet, interpreter) for snippet in snippets for interpreter in interpreters]
    stale = recorder.stale(snippets, interpreters)
    with _progress() as progress:
        task = progress.add_task("running snippets", total=len(stale))

        def done(result: Result) -> None:
            progress.advance(task)
            if result.error:
                progress.console.print(f"[red]✗[/] {result.interpreter.minor}", end=" ")
                progress.console.print(str(result.error), markup=False)

        results = recorder.record_all(stale, done)
    _report(pairs, results, recorder)
    for error in library.broken.values():
        _console.print("[red]✗[/]", str(error))
    _disassemble(snippets, places)
    return not library.broken and all(result.error is None for result in results)


def _run(arguments: argparse.Namespace) -> int:
    return 0 if run_snippets(Places(), arguments.names, arguments.python) else 1


def _new(arguments: argparse.Namespace) -> int:
    for path in skeleton.make(Places(), arguments.kind, arguments.name):
        _console.print(f"made {path}")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    return serve(Places(), arguments.options)


def _chosen(recorder: Recorder, python: str | None) -> tuple[Interpreter, ...]:
    if python is None:
        return recorder.interpreters
    if python == "newest":
        return (recorder.primary,)
    chosen = tuple(i for i in recorder.interpreters if python in (i.minor, i.version))
    if not chosen:
        hint = did_you_mean(python, {i.minor for i in recorder.interpreters})
        raise UnknownName(f"no CPython {python} here{hint}")
    return chosen


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=_console, transient=True, disable=not _console.is_terminal)


def _report(
    pairs: list[tuple[Snippet, Interpreter]], results: list[Result], recorder: Recorder
) -> None:
    """One line a snippet that ran, then what ran where and what did not, with reasons."""
    by_snippet: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_snippet[result.snippet.id].append(result)
    for id_, ran in by_snippet.items():
        _console.print(_line(id_, ran))
    outcomes = Counter("failed" if r.error else "recorded" for r in results)
    unchanged = len(pairs) - len(results)
    versions = ", ".join(i.version for i in recorder.interpreters)
    _console.print(
        f"{outcomes['recorded']} recorded, {unchanged} unchanged,"
        f" {outcomes['failed']} failed on CPython {versions}"
    )
    for minor, reason in missing(list(recorder.interpreters)).items():
        _console.print(f"[dim]CPython {minor} skipped: {reason}[/]")


def _line(id_: str, ran: list[Result]) -> str:
    """What became of one snippet: where its claims hold, where it was skipped and why."""
    held: dict[str, list[str]] = defaultdict(list)
    for result in ran:
        if result.recording is None:
            held["[red]failed[/]"].append(result.interpreter.minor)
        elif result.recording.skipped:
            held[f"skipped: {result.recording.skipped}"].append(result.interpreter.minor)
        else:
            held[f"{len(result.recording.claims)} claims hold"].append(result.interpreter.minor)
    mark = "[red]✗[/]" if any(r.error for r in ran) else "[green]✓[/]"
    return f"{mark} {id_}  " + "; ".join(f"{' '.join(on)}: {what}" for what, on in held.items())


def _disassemble(snippets: list[Snippet], places: Places) -> None:
    """Record bytecode by every version, and runs of what a page can run."""
    sources: dict[str, str] = {}
    runs: dict[str, dict[str, dict[str, Any]]] = {}
    compared = {}
    for snippet in snippets:
        try:
            snippet.check()
            sources[snippet.id] = snippet.source
            compared[snippet.source] = PAIRS_WITH_NEAREST
            runs[snippet.id] = {"stages": {}}
            if snippet.header.browser:
                runs[snippet.id]["trace"] = dict(BOUNDS)
        except ExplainerError:
            continue  # its run has said so
    watched = lab.watched(places.examples)
    for example in lab.examples(places.examples):
        sources[example.id] = example.source
        compared[example.source] = ALL_PAIRS
        runs[example.id] = {"stages": {}, "trace": dict(BOUNDS)}
        if example.name in watched:
            runs[example.id]["specialisation"] = dict(watched[example.name])
    record_bytecode(sources, directory=places.bytecode)
    record_diffs(compared, directory=places.bytecode)
    record_runs(runs, sources, directory=places.bytecode)
