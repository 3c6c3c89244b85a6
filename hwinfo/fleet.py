"""The same report from every worker of a Dask cluster, and what differs between them.

The file names workers by number only: an address would name a host. The table, which stays with
whoever ran the command, shows the addresses.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwinfo.codec import report_from_plain
from hwinfo.compare import ALWAYS_DIFFERENT, leaves
from hwinfo.errors import NotSupported, UnreadableInput
from hwinfo.wording import count, shorten, words_of_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from distributed import Client

FAILURE_SCHEMA = "hwinfo-failure/1"
ANSWER_SECONDS = 60.0
CONNECT_SECONDS = 15.0
COLUMN, FIELD_COLUMN = 24, 34
EXTRA = "pip install 'python-to-the-metal[fleet]'"

Take = Callable[..., dict[str, Any]]  # dask gives its worker to a parameter `dask_worker`
Told = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking one worker: its report as plain data, or why there is none."""

    worker: str
    address: str
    report: dict[str, Any] | None = None
    reason: str = ""

    def line(self) -> str:
        """One line of JSON: a report that loads like any other, or a failure."""
        if self.report is not None:
            return json.dumps({**self.report, "worker": self.worker}, ensure_ascii=False)
        reason = self.reason.partition(":")[0]  # what follows may hold paths and addresses
        return json.dumps({"schema": FAILURE_SCHEMA, "worker": self.worker, "reason": reason})


def main(arguments: Sequence[str]) -> int:
    """Ask, write the JSON lines, print the table; 0 if any worker answered."""
    options = _parser().parse_args(arguments)
    from hwinfo.renderers.terminal import progress_bar

    with progress_bar() as told:
        answers = ask_fleet(options.scheduler, seconds=options.timeout, told=told)
    _write(answers, options.output)
    print(differences(answers), end="", file=sys.stderr if options.output is None else sys.stdout)
    return 0 if any(answer.report for answer in answers) else 2


def ask_fleet(
    scheduler: str,
    seconds: float = ANSWER_SECONDS,
    told: Told = lambda title, share: None,
    take: Take | None = None,
) -> list[Answer]:
    """The answer of every worker that the scheduler knows now, in the order of their addresses.

    Raises: NotSupported without `distributed`; UnreadableInput if no scheduler or worker is there.
    """
    try:
        import distributed  # noqa: F401 - whether the extra is installed is asked here
    except ImportError as error:
        raise NotSupported(f"hwinfo fleet: needs the extra `distributed`: {EXTRA}") from error
    return asyncio.run(_ask_all(scheduler, seconds, told, take or take_report))


def take_report() -> dict[str, Any]:
    """This machine's report as plain data; runs on the worker."""
    from hwinfo.codec import report_to_plain
    from hwinfo.collect import collect
    from hwinfo.host import LiveHost

    return report_to_plain(collect(LiveHost()))


def differences(answers: Sequence[Answer]) -> str:
    """A table for people: the kinds of machine, what differs between them, who did not answer."""
    kinds = _kinds(answers)
    silent = [answer for answer in answers if answer.report is None]
    lines = [f"{count(len(answers) - len(silent), 'worker')} answered, {len(silent)} did not."]
    for letter, (members, _) in kinds.items():
        names = ", ".join(f"{one.worker} ({one.address})" for one in members)
        lines.append(f"{letter}: {names}")
    lines += ["", *_table(kinds)]
    if silent:
        lines += ["", "No report:"]
        lines += [f"{one.worker} ({one.address}): {one.reason}" for one in silent]
    return "\n".join(lines) + "\n"


async def _ask_all(scheduler: str, seconds: float, told: Told, take: Take) -> list[Answer]:
    from distributed import Client

    try:
        _check_address(scheduler)
        client = await Client(  # type: ignore[no-untyped-call,unused-ignore]
            scheduler, asynchronous=True, timeout=CONNECT_SECONDS
        )
    except (TimeoutError, OSError, ValueError) as error:
        problem = str(error) or type(error).__name__
        raise UnreadableInput(
            f"--scheduler {scheduler}: no Dask scheduler answers there ({problem}); "
            "expected an address such as tcp://127.0.0.1:8786"
        ) from error
    async with client:
        addresses = sorted((await client.scheduler.identity())["workers"])
        if not addresses:
            raise UnreadableInput(f"--scheduler {scheduler}: the scheduler has no workers")
        done = 0

        async def ask(number: int, address: str) -> Answer:
            nonlocal done
            answer = await _ask_one(client, f"worker-{number}", address, seconds, take)
            done += 1
            told(f"{done} of {len(addresses)} workers", done / len(addresses))
            return answer

        return list(await asyncio.gather(*(ask(*one) for one in enumerate(addresses, 1))))


def _check_address(scheduler: str) -> None:
    """Refuse what is no address before a client is half made of it.

    Raises: ValueError for an unknown scheme or a port that is no number.
    """
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    scheme, location = parse_address(scheduler)  # type: ignore[no-untyped-call,unused-ignore]
    get_backend(scheme)
    if scheme in {"tcp", "tls"}:
        parse_host_port(location)  # type: ignore[no-untyped-call,unused-ignore]


async def _ask_one(client: Client, worker: str, address: str, seconds: float, take: Take) -> Answer:
    """One worker's answer: whatever happens to it, the others' answers are kept."""
    asked = client.run(take, workers=[address], on_error="return")
    try:
        said = (await asyncio.wait_for(asked, seconds)).get(address)
    except TimeoutError:
        return Answer(worker, address, reason=f"no answer within {seconds:g} s")
    except Exception as error:  # noqa: BLE001 - a worker's end reaches us as many errors
        said = error
    if isinstance(said, dict):
        return _checked(worker, address, said)
    return Answer(worker, address, reason=_why(said))


def _checked(worker: str, address: str, said: dict[str, Any]) -> Answer:
    """Only what loads as a report counts as one: workers may run other versions."""
    try:
        report_from_plain(said, worker)
    except UnreadableInput as error:
        return Answer(worker, address, reason=f"unreadable answer: {error}")
    return Answer(worker, address, said)


def _why(said: object) -> str:
    if isinstance(said, ModuleNotFoundError) and (said.name or "").startswith("hwinfo"):
        return f"hwinfo is not installed on that worker: {EXTRA}"
    if isinstance(said, OSError):
        return f"the worker ended or was cut off before it answered: {type(said).__name__}"
    if isinstance(said, Exception):
        return f"failed with {type(said).__name__}: {said}"
    return "the worker was gone before it was asked"


def _kinds(answers: Sequence[Answer]) -> dict[str, tuple[list[Answer], dict[str, Any]]]:
    """Workers whose machines are described alike, by letter, with the fields that describe them."""
    found: list[tuple[list[Answer], dict[str, Any]]] = []
    for answer in answers:
        if answer.report is None:
            continue
        fields = _fields(answer)
        for members, known in found:
            if known == fields:
                members.append(answer)
                break
        else:
            found.append(([answer], fields))
    return {_letter(index): kind for index, kind in enumerate(found)}


def _fields(answer: Answer) -> dict[str, Any]:
    report = report_from_plain(answer.report, answer.worker)
    return {name: value for name, value in leaves(report) if name not in ALWAYS_DIFFERENT}


def _table(kinds: dict[str, tuple[list[Answer], dict[str, Any]]]) -> list[str]:
    if len(kinds) < 2:
        return ["All reports describe the same machine."] if kinds else []
    each = [fields for _, fields in kinds.values()]
    names = dict.fromkeys(name for fields in each for name in fields)
    different = [name for name in names if any(one.get(name) != each[0].get(name) for one in each)]
    rows = [_row(name, [_say(name, fields) for fields in each]) for name in different]
    return [_row("field", list(kinds)), "-" * (FIELD_COLUMN + COLUMN * len(each)), *rows]


def _say(name: str, fields: dict[str, Any]) -> str:
    return words_of_value(name, fields[name]) if name in fields else "unknown"


def _row(name: str, cells: Sequence[str]) -> str:
    shown = "".join(f"{shorten(cell, COLUMN - 2):<{COLUMN}}" for cell in cells)
    return f"{shorten(name, FIELD_COLUMN - 2):<{FIELD_COLUMN}}{shown}".rstrip()


def _letter(index: int) -> str:
    """A, B ... Z, AA, AB ... as spreadsheets count."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _write(answers: Sequence[Answer], output: Path | None) -> None:
    text = "".join(f"{answer.line()}\n" for answer in answers)
    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableInput(f"{output}: cannot write ({error.strerror or error})") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hwinfo fleet",
        description="The hardware report of every worker of a Dask cluster, as JSON lines, and a "
        "table of what differs. hwinfo must be installed on the workers.",
        epilog="exit status: 0 if any worker answered, 2 if none did or nothing could be asked",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", required=True, help="tcp://host:8786")
    parser.add_argument(
        "-o", "--output", metavar="FILE.jsonl", type=Path, help="default: standard output"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=float,
        default=ANSWER_SECONDS,
        help=f"how long one worker may take (default {ANSWER_SECONDS:g})",
    )
    return parser
