"""The command `hwinfo`: report, explain, compare, capture, fleet."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from hwinfo.errors import BadUsage, HwinfoError, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hwinfo.host import Host
    from hwinfo.model import Report

FORMATS = ("text", "json", "html", "hwfacts")
SUFFIXES = {".json": "json", ".html": "html", ".htm": "html", ".txt": "text"}
EPILOG = """sub-commands:
  hwinfo capture -o FILE   record this machine, scrubbed, for a test or a bug report
  hwinfo fleet             the same report from every worker of a Dask cluster

exit status: 0 with a report, gaps included; 2 for bad usage or unreadable input
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["capture"]:
            return _capture(given[1:])
        if given[:1] == ["fleet"]:
            return _fleet(given[1:])
        return _report(_parser().parse_args(given))
    except HwinfoError as error:
        print(f"hwinfo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # outside a measurement there is nothing to keep
        print("hwinfo: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `hwinfo | head` is no error
        sys.stderr.close()
        return 0


def _path(text: str) -> Path:
    """Pathlib costs 4 ms of start, which a plain `hwinfo` can do without."""
    from pathlib import Path

    return Path(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hwinfo",
        description="What this machine is, where every figure was read, and what nobody knows.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--format", choices=FORMATS, help="default: by FILE's suffix, else text")
    parser.add_argument("-o", "--output", metavar="FILE", type=_path, help="write to FILE")
    parser.add_argument("--measure", action="store_true", help="measure too (about 30 seconds)")
    parser.add_argument(
        "--sysroot", metavar="DIR|TAR", type=_path, help="report a recorded machine"
    )
    parser.add_argument("--explain", metavar="FIELD", help="who said what about caches.L2, ...")
    parser.add_argument(
        "--compare", nargs=2, metavar=("A.json", "B.json"), type=_path, help="what differs"
    )
    return parser


def _report(options: argparse.Namespace) -> int:
    if options.compare:
        return _compare(options)
    if options.measure and options.sysroot:
        raise BadUsage("--measure needs the machine itself; leave out --sysroot")
    host = _host(options.sysroot)
    from hwinfo.collect import collect

    report = collect(host, ask_everyone=options.explain is not None)
    if options.explain is not None:
        from hwinfo.explain import explain

        return _write(explain(report, options.explain), options.output)
    if options.measure:
        report = _measured(report)
    name = _machine_name(options.sysroot)
    wanted = options.format or _format_of(options.output)
    if wanted == "text" and options.output is None and sys.stdout.isatty():
        return _print_coloured(report)
    return _write(render(report, wanted, name), options.output)


def _host(sysroot: Path | None) -> Host:
    if sysroot is None:
        from hwinfo.host import LiveHost

        return LiveHost()
    from hwinfo.recorded import RecordedHost

    return RecordedHost.open(sysroot)


def _machine_name(sysroot: Path | None) -> str:
    return "" if sysroot is None else sysroot.resolve().name.partition(".tar")[0]


def _format_of(output: Path | None) -> str:
    return SUFFIXES.get(output.suffix.lower(), "text") if output else "text"


def render(report: Report, wanted: str, name: str = "") -> str:
    """The report in one of FORMATS; each renderer is imported when it is asked for."""
    if wanted == "json":
        from hwinfo.renderers.json import render_json

        return render_json(report)
    if wanted == "html":
        from hwinfo.renderers.html import render_html

        return str(render_html(report))
    if wanted == "hwfacts":
        from hwinfo.renderers.hwfacts import render_hwfacts

        return render_hwfacts(report, name)
    from hwinfo.renderers.text import render_text

    return render_text(report)


def _print_coloured(report: Report) -> int:
    """Rich knows what a terminal can do, and NO_COLOR; its import costs 0.1 s, so only here."""
    from hwinfo.renderers.terminal import print_coloured

    print_coloured(report)
    return 0


def _write(text: str, output: Path | None) -> int:
    body = text if text.endswith("\n") else f"{text}\n"
    if output is None:
        _print(body)
        return 0
    try:
        output.write_text(body, encoding="utf-8")
    except OSError as error:
        raise BadUsage(f"{output}: cannot write ({error.strerror or error})") from error
    return 0


def _print(body: str) -> None:
    """To standard output, in whatever it can encode: a box-drawing line may become a "?"."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(body.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def _measured(report: Report) -> Report:
    from hwinfo.measure import measure
    from hwinfo.renderers.terminal import progress_bar

    with progress_bar() as progress:
        return report._replace(measurements=measure(report.machine, progress))


def _compare(options: argparse.Namespace) -> int:
    if options.sysroot or options.measure or options.explain:
        raise BadUsage("--compare reads two saved reports; leave out the other options")
    from hwinfo.compare import compare
    from hwinfo.renderers.json import load_report

    first, second = options.compare
    text = compare(load_report(first), load_report(second), (first.stem, second.stem))
    return _write(text, options.output)


def _capture(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="hwinfo capture",
        description="Record the files this report reads: no serial numbers, addresses or names.",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=_path, required=True)
    output = parser.parse_args(arguments).output
    from hwinfo.capture import capture

    try:
        number = capture(output)
    except OSError as error:
        raise BadUsage(f"{output}: cannot write ({error.strerror or error})") from error
    print(f"{output}: {number} files, {output.stat().st_size:,} bytes; look into it before sending")
    return 0


def _fleet(arguments: Sequence[str]) -> int:
    try:
        from hwinfo import fleet  # needs `distributed`, which is an extra
    except ImportError as error:
        raise UnreadableInput(
            f"hwinfo fleet: {error}; install the extra: pip install 'python-to-the-metal[fleet]'"
        ) from error
    return int(fleet.main(list(arguments)))
