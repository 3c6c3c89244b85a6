"""Colour and progress on a terminal, by rich; without rich, plain text and no bar."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from hwinfo.renderers.text import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hwinfo.model import Report

STYLES = {"title": "bold", "heading": "bold cyan", "faint": "dim"}


def print_coloured(report: Report) -> None:
    """The text report with styles, as far as the terminal has any."""
    try:
        from rich.console import Console
        from rich.markup import escape
    except ImportError:
        print(render_text(report))
        return
    console = Console(highlight=False, soft_wrap=True)

    def paint(text: str, style: str) -> str:
        return f"[{STYLES[style]}]{escape(text)}[/]" if text else ""

    console.print(render_text(report, paint, escape))


@contextlib.contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error, which shows nothing unless that is a terminal."""
    try:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        yield lambda title, share: None
        return
    from rich.console import Console

    columns = (TextColumn("{task.description:<36}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("measuring", total=1.0)
        yield lambda title, share: bar.update(task, description=title, completed=share)
