"""What a run printed, as Markdown: the output, where it came from, and pictures of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from explainer.blocks import code_block, tab
from explainer.errors import UnknownName
from explainer.flame import NoStacks, folded_lines
from explainer.recording import Recording

Sent = list[tuple[str, Recording]]  # of other machines, each with the machine's name


def outputs(recordings: Sequence[Recording], sent: Sent) -> str:
    """What it printed here, then where it printed something else; sent alone, if none ran here."""
    first, others = recordings[0], recordings[1:]
    if first.skipped and sent:
        tabs = [tab(_minor(r, machine), printed(r, machine)) for machine, r in sent]
        return "\n\n".join([*tabs, "<!-- -->", printed(first)])
    same = [r for r in others if _without_addresses(r) == _without_addresses(first)]
    alike = [(m, r) for m, r in sent if _without_addresses(r) == _without_addresses(first)]
    body = printed(first, same=[named(r) for r in same] + [named(r, m) for m, r in alike])
    tabs = [tab(_minor(r), printed(r)) for r in others if r not in same and not r.skipped]
    tabs += [tab(_minor(r, m), printed(r, m)) for m, r in sent if (m, r) not in alike]
    return "\n\n".join([tab(_minor(first), body), *tabs]) if tabs else body


def printed(recording: Recording, sender: str = "", same: Sequence[str] = ()) -> str:
    """The output of one run and its provenance; `same` are the runs that printed the same."""
    if recording.skipped:
        return f"Not run here: {recording.skipped}.\n{{ .snippet-skipped }}"
    parts = [code_block("text .no-copy", recording.stdout or "(nothing)")]
    if recording.stderr.strip():
        parts += ["On standard error:", code_block("text .no-copy", recording.stderr)]
    return "\n\n".join([*parts, _provenance(recording, sender, same)])


def drawn(recording: Recording, kind: str) -> str:
    """The folded stacks of the output as a picture; `kind` is "flame" or "tree".

    Raises: UnknownName if the snippet ran and printed no stacks.
    """
    if recording.skipped:
        return printed(recording)
    try:
        stacks = folded_lines(recording.stdout)
    except NoStacks as error:
        if any(claim.outcome == "skipped" for claim in recording.claims):
            return printed(recording)  # the system refused, and the snippet says so
        message = f'{recording.snippet}: show="{kind}" draws folded stacks; {error}'
        raise UnknownName(message) from error
    return f"{code_block(kind, stacks)}\n\n{_provenance(recording)}"


def _without_addresses(recording: Recording) -> str | None:
    """What was printed, addresses masked: they differ in every run and mean nothing to compare."""
    if recording.skipped:
        return None
    return re.sub(r"0x[0-9a-f]{4,}", "0x…", recording.stdout)


def _provenance(recording: Recording, sender: str = "", same: Sequence[str] = ()) -> str:
    machine = recording.machine
    where = [str(machine[key]) for key in ("model", "os") if machine.get(key)]
    if units := machine.get("processing_units"):
        where.insert(1 if machine.get("model") else 0, f"{units} hardware threads")
    day = f'<span class="whole">{recording.started[:10]}</span>'
    text = f"Ran on {named(recording, sender)}, {', '.join(where)}, {day}."
    if same:
        text += f" The same on {_and(same)}."
    return f"{text}\n{{ .snippet-provenance }}"


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def named(recording: Recording, sender: str = "") -> str:
    """`CPython 3.14.2`, or `CPython 3.14.2 on raspberry` for one that was sent."""
    return f"{recording.python} on {sender}" if sender else recording.python


def _minor(recording: Recording, sender: str = "") -> str:
    version = ".".join(str(recording.interpreter["version"]).split(".")[:2])
    minor = version + ("t" if recording.interpreter["free_threaded"] else "")
    return f"{minor} on {sender}" if sender else minor
