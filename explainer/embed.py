"""A snippet and its recording as Markdown: code, output, bytecode, claims, how to run it."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.blocks import code_block, details, element, tab
from explainer.errors import MissingRecording, UnknownName, did_you_mean
from explainer.fences import Fence, allow
from explainer.printed import Sent, drawn, named, outputs
from explainer.pythons import VERSIONS, is_prerelease
from explainer.pythons.record import path_of
from explainer.record import Recorder
from explainer.recording import Recording, other_machines
from explainer.snippet import Function, Library, Snippet
from explainer.spot import Spot

# What `show` may name, and the tabs' titles; "claims" are always there, below.
_TITLES = {
    "code": "Code",
    "output": "Output",
    "flame": "Flame graph",
    "tree": "Call tree",
    "dis": "Bytecode",
}
SHOWN = (*_TITLES, "claims")
_NEWEST_STABLE = max((v for v in VERSIONS if not is_prerelease(v)), key=lambda v: int(v[2:]))


@dataclass(frozen=True)
class Shelves:
    """Everything a page may show: snippets, their recordings, their bytecode."""

    library: Library
    recorder: Recorder
    bytecode: Path
    sent_recordings: Path

    def recordings(self, snippet: Snippet) -> list[Recording]:
        """Fresh recordings, the primary interpreter's first; those that ran before skipped ones.

        Raises: MissingRecording.
        """
        found = [self.recorder.shelf.get(snippet, i) for i in self.recorder.interpreters]
        fresh = [recording for recording in found if recording]
        if not fresh:
            raise MissingRecording(
                f"{snippet.path}: no recording of this version of the file; run it first:"
                f" nox -s snippets -- {snippet.id}"
            )
        return sorted(fresh, key=lambda recording: recording.skipped is not None)

    def listings(self, snippet: Snippet, version: str) -> dict[str, str]:
        """What `dis` of that version prints, by qualified name; empty if it does not compile.

        Raises: MissingRecording.
        """
        path = path_of(snippet.source, version, self.bytecode)
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise MissingRecording(
                f"{snippet.path}: no bytecode of CPython {version}; make it:"
                f" nox -s snippets -- {snippet.id}"
            ) from error
        return {code["qualname"]: code["listing"] for code in document.get("code", [])}


def render_snippet(fence: Fence, shelves: Shelves, spot: Spot) -> str:
    """The Markdown for one ```snippet fence.

    Raises: UnknownName, BrokenSnippet, MissingRecording.
    """
    allow(fence, {"file"}, {"region", "show", "highlight", "layout"})
    snippet = shelves.library.find(fence.options["file"])
    snippet.check()
    shown = _shown(fence.options.get("show", "code,output"))
    regions = [name.strip() for name in fence.options.get("region", "").split(",") if name.strip()]
    recordings = shelves.recordings(snippet)
    sent = list(other_machines(shelves.sent_recordings, snippet))
    makers: dict[str, Callable[[], str]] = {
        "code": lambda: _code(snippet, regions, fence.options.get("highlight", "")),
        "output": lambda: outputs(recordings, sent),
        "flame": lambda: drawn(recordings[0], "flame"),
        "tree": lambda: drawn(recordings[0], "tree"),
        "dis": lambda: _bytecode(snippet, regions, shelves),
    }
    parts = {_TITLES[word]: makers[word]() for word in shown if word in makers}
    arrange = _choice(_LAYOUTS, fence.options.get("layout", "tabs"), "layout")
    body = arrange(parts, your_machine(snippet, spot.site_url))
    # The comment keeps tabs and details apart: inside an admonition the tabs would else slip out.
    body = f"{body}\n\n<!-- -->\n\n{_claims(snippet, recordings[0], sent)}"
    return element(spot.selector(snippet, regions), body)


def tabs(parts: dict[str, str], elsewhere: str) -> str:
    """One tab a part, and, if it is given, one that tells how to run the snippet elsewhere."""
    shown = [tab(title, body) for title, body in parts.items()]
    return "\n\n".join([*shown, tab("On your machine", elsewhere)] if elsewhere else shown)


def _panes(parts: dict[str, str], elsewhere: str) -> str:
    """Everything in sight: code and output on the left, bytecode on the right."""
    left = [body for title, body in parts.items() if title != "Bytecode"]
    right = [body for title, body in parts.items() if title == "Bytecode"]
    panes = [element("div[class=snippet-pane]", "\n\n".join(side), 5) for side in (left, right)]
    below = details("machine", "On your machine", elsewhere)
    return element("div[class=snippet-panes]", "\n\n".join(panes), 6) + f"\n\n{below}"


_LAYOUTS = {"tabs": tabs, "panes": _panes}


def _shown(text: str) -> list[str]:
    return [
        _choice({name: name for name in SHOWN}, word.strip(), "show") for word in text.split(",")
    ]


def _choice(choices: dict[str, Any], word: str, option: str) -> Any:
    if word not in choices:
        raise UnknownName(f'{option}="{word}" is none{did_you_mean(word, choices)}')
    return choices[word]


# --- code -----------------------------------------------------------------------------------


def _code(snippet: Snippet, regions: list[str], highlight: str) -> str:
    spans = [snippet.region(name) for name in regions] or [_body(snippet)]
    first, *others = [_lines(snippet, *span, highlight) for span in spans]
    return "\n\n".join(
        [first.replace("{ .python", f'{{ .python title="snippets/{snippet.id}.py"', 1), *others]
    )


def _body(snippet: Snippet) -> tuple[int, int]:
    """The lines between the header and the tests: what a reader came for."""
    last = 1
    for node in snippet.tree.body:
        if getattr(node, "name", "").startswith("test_") or _is_guard(node):
            continue
        last = max(last, node.end_lineno or node.lineno)
    first = snippet.tree.body[0].lineno if snippet.tree.body else 1
    return first, last


def _is_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _lines(snippet: Snippet, first: int, last: int, highlight: str) -> str:
    rows = snippet.source.splitlines()[first - 1 : last]
    hidden = [row for row in rows if row.rstrip().endswith("# hide")]
    text = "\n".join(row for row in rows if row not in hidden)
    options = f'linenums="{first}" '
    if highlight:
        options += f'hl_lines="{highlight}" '
    return code_block("python", text, options)


# --- bytecode -------------------------------------------------------------------------------


def _bytecode(snippet: Snippet, regions: list[str], shelves: Shelves) -> str:
    names = regions or _functions(snippet)
    versions = []
    for version in VERSIONS:
        listings = shelves.listings(snippet, version)
        listed = [code_block("dis", text) for name in names for text in _matching(listings, name)]
        title = f"{version} (rc)" if is_prerelease(version) else version
        body = "\n\n".join(listed) or f"CPython {version} does not compile this file."
        versions.append(tab(title, body, selected=version == _NEWEST_STABLE))
    return "\n\n".join(versions)


def _functions(snippet: Snippet) -> list[str]:
    """Top-level functions worth showing: not the tests, and `main` only if there is no other."""
    names = [
        name
        for name, node in snippet.definitions.items()
        if isinstance(node, Function) and "." not in name and not name.startswith("test_")
    ]
    return [name for name in names if name != "main"] or names


def _matching(listings: dict[str, str], name: str) -> Iterator[str]:
    """The function itself; for a class, its methods."""
    if name in listings:
        yield listings[name]
    yield from (text for other, text in listings.items() if other.startswith(f"{name}."))


# --- running it and believing it ------------------------------------------------------------


def your_machine(snippet: Snippet, site_url: str) -> str:
    """How to run the snippet without this page."""
    address = f"{site_url.rstrip('/')}/snippets/{snippet.id}.py"
    return (
        "With [uv](https://docs.astral.sh/uv/), which also fetches what the snippet needs:\n\n"
        + code_block("sh", f"uv run {address}")
        + f"\n\nFrom a clone: `python snippets/{snippet.id}.py`, or as a test,"
        f" `nox -s snippets -- {snippet.id}`."
    )


def _claims(snippet: Snippet, recording: Recording, sent: Sent) -> str:
    where = ""
    if recording.skipped and sent:
        machine, recording = sent[0]
        where = f" on {named(recording, machine)}"
    if recording.skipped:
        return details("proof", "What this would prove", snippet.header.claim)
    passed = [claim for claim in recording.claims if claim.outcome == "passed"]
    rows = [f"- [x] {c.says or _sentence(c.test)}" for c in passed]
    rows += [
        f"- [ ] {c.says or _sentence(c.test)} (not tested here: {c.reason})"
        for c in recording.claims
        if c.outcome == "skipped"
    ]
    tests = [_lines(snippet, *snippet.region(name), "") for name in snippet.tests]
    body = "\n\n".join([snippet.header.claim, "\n".join(rows), *tests])
    many = "1 test" if len(passed) == 1 else f"{len(passed)} tests"
    return details("proof", f"What this proves: {many} passed{where}", body)


def _sentence(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ").capitalize() + "."
