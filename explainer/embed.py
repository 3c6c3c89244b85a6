"""A snippet and its recording as Markdown: code, output, bytecode, claims, how to run it.

Only Markdown that Material knows is written (tabs, code blocks, admonitions), so that the page
reads well without JavaScript, in print and aloud, and highlighting and copy buttons just work.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.errors import MissingRecording, UnknownName, did_you_mean
from explainer.fences import Fence, allow
from explainer.pythons import VERSIONS, is_prerelease
from explainer.pythons.record import path_of
from explainer.record import Recorder
from explainer.recording import Recording, other_machines
from explainer.snippet import Function, Library, Snippet

SHOWN = ("code", "output", "dis", "claims")
_TITLES = {"code": "Code", "output": "Output", "dis": "Bytecode"}  # tabs, in the order of `show`
Sent = list[tuple[str, Recording]]  # of other machines, each with the machine's name
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


def render_snippet(fence: Fence, shelves: Shelves, site_url: str, to_root: str) -> str:
    """The Markdown for one ```snippet fence.

    `to_root` is the relative address of the site's root from the page, `""` or ending in `/`.
    Raises: UnknownName, BrokenSnippet, MissingRecording.
    """
    allow(fence, {"file"}, {"region", "show", "highlight", "layout"})
    snippet = shelves.library.find(fence.options["file"])
    snippet.check()
    shown = _shown(fence.options.get("show", "code,output"))
    regions = [name.strip() for name in fence.options.get("region", "").split(",") if name.strip()]
    recordings = shelves.recordings(snippet)
    sent = list(other_machines(shelves.sent_recordings, snippet))
    parts: dict[str, str] = {}
    if "code" in shown:
        parts["Code"] = _code(snippet, regions, fence.options.get("highlight", ""))
    if "output" in shown:
        parts["Output"] = _output(recordings, sent)
    if "dis" in shown:
        parts["Bytecode"] = _bytecode(snippet, regions, shelves)
    parts = {_TITLES[word]: parts[_TITLES[word]] for word in shown if word in _TITLES}
    arrange = _choice(_LAYOUTS, fence.options.get("layout", "tabs"), "layout")
    body = arrange(parts, _your_machine(snippet, site_url))
    browser = " browser" if snippet.header.browser else ""
    attributes = f"file='{snippet.id}' src='{to_root}snippets/{snippet.id}.py'{browser}"
    # The comment keeps tabs and details apart: inside an admonition the tabs would else slip out.
    body = f"{body}\n\n<!-- -->\n\n{_claims(snippet, recordings[0], sent)}"
    return _element(f"python-snippet[{attributes}]", body)


def _tabs(parts: dict[str, str], elsewhere: str) -> str:
    tabs = [_tab(title, body) for title, body in parts.items()]
    return "\n\n".join([*tabs, _tab("On your machine", elsewhere)])


def _panes(parts: dict[str, str], elsewhere: str) -> str:
    """Everything in sight: code and output on the left, bytecode on the right."""
    left = [body for title, body in parts.items() if title != "Bytecode"]
    right = [body for title, body in parts.items() if title == "Bytecode"]
    panes = [_element("div[class=snippet-pane]", "\n\n".join(side), 5) for side in (left, right)]
    details = f'??? machine "On your machine"\n\n{_indent(elsewhere)}'
    return _element("div[class=snippet-panes]", "\n\n".join(panes), 6) + f"\n\n{details}"


_LAYOUTS = {"tabs": _tabs, "panes": _panes}


def _element(selector: str, body: str, slashes: int = 7) -> str:
    """Wrap Markdown in an element; a block works at any depth, raw HTML would not.

    Outer blocks need more slashes than those inside.
    """
    fence = "/" * slashes
    return f"{fence} html | {selector}\n\n{body}\n\n{fence}\n"


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


def _tab(title: str, body: str, *, selected: bool = False) -> str:
    return f'==={"+" if selected else ""} "{title}"\n\n{_indent(body)}'


def _block(language: str, text: str, options: str = "") -> str:
    """A fenced block whose ticks outnumber any run of ticks in the text."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks} {{ .{language} {options}}}\n{text.rstrip()}\n{ticks}"


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
    return _block("python", text, options)


# --- output ---------------------------------------------------------------------------------


def _output(recordings: list[Recording], sent: Sent) -> str:
    """What it printed here, then where it printed something else; sent alone, if none ran here."""
    first, others = recordings[0], recordings[1:]
    if first.skipped and sent:
        tabs = [_tab(_minor(r, machine), _printed(r, machine)) for machine, r in sent]
        return "\n\n".join([*tabs, "<!-- -->", _printed(first)])
    same = [r for r in others if _without_addresses(r) == _without_addresses(first)]
    alike = [(m, r) for m, r in sent if _without_addresses(r) == _without_addresses(first)]
    body = _printed(first, same=[_named(r) for r in same] + [_named(r, m) for m, r in alike])
    tabs = [_tab(_minor(r), _printed(r)) for r in others if r not in same and not r.skipped]
    tabs += [_tab(_minor(r, m), _printed(r, m)) for m, r in sent if (m, r) not in alike]
    return "\n\n".join([_tab(_minor(first), body), *tabs]) if tabs else body


def _without_addresses(recording: Recording) -> str | None:
    """What was printed, addresses masked: they differ in every run and mean nothing to compare."""
    if recording.skipped:
        return None
    return re.sub(r"0x[0-9a-f]{4,}", "0x…", recording.stdout)


def _printed(recording: Recording, sender: str = "", same: Sequence[str] = ()) -> str:
    if recording.skipped:
        return f"Not run here: {recording.skipped}.\n{{ .snippet-skipped }}"
    parts = [_block("text .no-copy", recording.stdout or "(nothing)")]
    if recording.stderr.strip():
        parts += ["On standard error:", _block("text .no-copy", recording.stderr)]
    parts.append(f"{_provenance(recording, sender, same)}\n{{ .snippet-provenance }}")
    return "\n\n".join(parts)


def _provenance(recording: Recording, sender: str, same: Sequence[str]) -> str:
    machine = recording.machine
    where = [str(machine[key]) for key in ("model", "os") if machine.get(key)]
    if units := machine.get("processing_units"):
        where.insert(1 if machine.get("model") else 0, f"{units} hardware threads")
    ran = _named(recording, sender)
    text = f"Ran on {ran}, {', '.join(where)}, {recording.started[:10]}."
    return f"{text} The same on {_and(same)}." if same else text


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _named(recording: Recording, sender: str = "") -> str:
    """`CPython 3.14.2`, or `CPython 3.14.2 on raspberry` for one that was sent."""
    return f"{recording.python} on {sender}" if sender else recording.python


def _minor(recording: Recording, sender: str = "") -> str:
    version = ".".join(str(recording.interpreter["version"]).split(".")[:2])
    minor = version + ("t" if recording.interpreter["free_threaded"] else "")
    return f"{minor} on {sender}" if sender else minor


# --- bytecode -------------------------------------------------------------------------------


def _bytecode(snippet: Snippet, regions: list[str], shelves: Shelves) -> str:
    names = regions or _functions(snippet)
    tabs = []
    for version in VERSIONS:
        listings = shelves.listings(snippet, version)
        listed = [_block("dis", text) for name in names for text in _matching(listings, name)]
        title = f"{version} (rc)" if is_prerelease(version) else version
        body = "\n\n".join(listed) or f"CPython {version} does not compile this file."
        tabs.append(_tab(title, body, selected=version == _NEWEST_STABLE))
    return "\n\n".join(tabs)


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


def _your_machine(snippet: Snippet, site_url: str) -> str:
    address = f"{site_url.rstrip('/')}/snippets/{snippet.id}.py"
    return (
        "With [uv](https://docs.astral.sh/uv/), which also fetches what the snippet needs:\n\n"
        + _block("sh", f"uv run {address}")
        + f"\n\nFrom a clone: `python snippets/{snippet.id}.py`, or as a test,"
        f" `nox -s snippets -- {snippet.id}`."
    )


def _claims(snippet: Snippet, recording: Recording, sent: Sent) -> str:
    where = ""
    if recording.skipped and sent:
        machine, recording = sent[0]
        where = f" on {_named(recording, machine)}"
    if recording.skipped:
        return f'??? proof "What this would prove"\n\n    {snippet.header.claim}'
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
    return f'??? proof "What this proves: {many} passed{where}"\n\n{_indent(body)}'


def _sentence(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ").capitalize() + "."
