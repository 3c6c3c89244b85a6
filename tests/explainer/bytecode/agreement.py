"""Does `explain` agree with `dis`, field by field? Runs on every supported Python, in Node too.

`python tests/explainer/bytecode/agreement.py` checks the whole standard library of the
interpreter that runs it and prints the counts.
"""

from __future__ import annotations

import collections
import dis
import importlib.util
import io
import json
import re
import sys
import sysconfig
import zipfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3]))

from explainer.bytecode import SourceDoesNotCompile, explain
from explainer.bytecode.document import compiled
from explainer.bytecode.opcodes import table
from explainer.bytecode.stack_depth import edges, stack_effect

SKIPPED = ("site-packages/", "lib2to3/tests/", "/bad_", "badsyntax", "idlelib/idle_test/")


class Disagreement(AssertionError):
    """`explain` and the interpreter say different things about one code object."""


def check(source, filename="checked.py"):
    """Counts of what was compared in one source. Raises: Disagreement at the first difference."""
    document = explain(source, filename)
    json.dumps(document)
    counts = collections.Counter(files=1)
    module, _ = compiled(source, filename)
    for code, described in zip(_walk(module), document["code"]):  # noqa: B905 - 3.10 of zip
        counts += _check_code(code, described, document["code"], source)
    same(len(document["code"]), sum(1 for _ in _walk(module)), "number of code objects", filename)
    return counts


def same(found, expected, what, where):
    if found != expected:
        raise Disagreement(f"{where}: {what}: explain says {found!r}, Python says {expected!r}")


def check_sources(sources):
    """Counts over many (name, source) pairs; what does not compile here is counted apart."""
    total = collections.Counter()
    for name, source in sources:
        try:
            total += check(source, name)
        except SourceDoesNotCompile:
            total["refused"] += 1
        except Disagreement:
            raise
        except Exception as error:
            raise Disagreement(f"{name}: {type(error).__name__}: {error}") from error
    return dict(total)


def check_standard_library(every=1, only=None, tests=False):
    """Counts over every `every`-th module of this interpreter's standard library, or a few."""
    modules = list(standard_library(tests=tests))[::every]
    return check_sources([pair for pair in modules if only is None or pair[0] in only])


def check_stack_notation():
    """Counts of opcodes whose stack in words was compared with the effect that Python states."""
    counts = collections.Counter()
    for row in table()["opcodes"]:
        words = row["stack"]
        if words is None or "…" in words:
            counts["varies"] += 1
            continue
        before, _, after = (part.strip() for part in words.partition("→"))
        change = _how_many(after) - _how_many(before)
        effects = {stack_effect(row["name"], arg) for arg in _arguments(row)}
        same({change}, effects, "effect on the stack", row["name"])
        counts["compared"] += 1
    return dict(counts)


def _how_many(words):
    return len(words.split(", ")) if words else 0


def _arguments(row):
    return range(8) if row["takes_argument"] else [None]


def standard_library(*, tests=False):
    """(name, source) of each module that can be decoded; without the library's own tests."""
    zips = [entry for entry in sys.path if entry.endswith(".zip") and Path(entry).is_file()]
    for name, data in _zipped(zips[0]) if zips else _unpacked(Path(sysconfig.get_path("stdlib"))):
        wanted = tests or not re.search(r"(^|/)(tests?)/", name)
        if wanted and not any(part in name for part in SKIPPED):
            try:
                yield name, importlib.util.decode_source(data)
            except (SyntaxError, UnicodeDecodeError):
                continue  # on purpose undecodable: test data of the standard library


def _unpacked(home):
    for path in sorted(home.rglob("*.py")):
        yield path.relative_to(home).as_posix(), path.read_bytes()


def _zipped(path):
    """Modules in the zip that Pyodide ships."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".py"):
                yield name, archive.read(name)


def _walk(code):
    yield code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from _walk(constant)


def _check_code(code, described, documents, source):
    where = f"{code.co_filename}:{code.co_firstlineno} {described['qualname']}"
    rows = described["instructions"]
    same([(r["offset"], r["opcode"], r["arg"]) for r in rows], list(_decoded(code)), "code", where)
    same(described["stacksize"], code.co_stacksize, "stacksize", where)
    same(described["qualname"], getattr(code, "co_qualname", described["qualname"]), "name", where)
    names = [documents[child]["name"] for child in described["children"]]
    same(names, [c.co_name for c in code.co_consts if hasattr(c, "co_code")], "children", where)
    same(_ordered(described["listing"]), _ordered(_dis(code)), "listing", where)
    _check_against_dis(code, rows, documents, where)
    return (
        collections.Counter(code_objects=1, instructions=len(rows))
        + _check_positions(code, rows, source, where)
        + _check_depths(code, rows, where)
    )


def _decoded(code):
    """Instructions straight from the bytes: an opcode and an argument each, caches passed over."""
    extended = 0
    has_argument = getattr(dis, "hasarg", range(dis.HAVE_ARGUMENT, 256))
    cache = dis.opmap.get("CACHE")
    raw = code.co_code
    for offset in range(0, len(raw), 2):
        opcode, byte = raw[offset], raw[offset + 1]
        if opcode == cache:
            continue
        yield offset, opcode, (byte | extended) if opcode in has_argument else None
        extended = (byte | extended) << 8 if opcode == dis.EXTENDED_ARG else 0


def _dis(code):
    out = io.StringIO()
    dis.dis(code, depth=0, file=out)
    return out.getvalue()


def _ordered(text):
    """Text without addresses, and with the letters of each frozenset sorted: order is chance."""
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return re.sub(r"frozenset\(.*", lambda found: "".join(sorted(found[0])), text)


def _check_against_dis(code, rows, documents, where):
    bytecode = dis.Bytecode(code)
    for row, said in zip(rows, bytecode):  # noqa: B905 - 3.10 of zip
        at = f"{where} offset {row['offset']}"
        same((row["opname"], row["offset"]), (said.opname, said.offset), "instruction", at)
        same(_ordered(row["argrepr"]), _ordered(said.argrepr), "argrepr", at)
        if "code" in row:
            same(documents[row["code"]]["name"], said.argval.co_name, "code of the argument", at)
        elif "argval" in row:
            same(row["argval"], said.argval, "argval", at)
        if sys.version_info >= (3, 13):
            same(row["label"], f"L{said.label}" if said.label else None, "label", at)
            same(row["line"], said.line_number, "line", at)
            same(row["jump"] and row["jump"]["offset"], said.jump_target, "jump", at)
        elif said.is_jump_target and row["label"] is None:
            raise Disagreement(f"{at}: a jump target without a label")
        if sys.version_info < (3, 13) and said.starts_line is not None:
            same(row["line"], said.starts_line, "line", at)
    same(len(rows), len(list(bytecode)), "number of instructions", where)


def _check_positions(code, rows, source, where):
    if not hasattr(code, "co_positions"):
        return collections.Counter(lines=len(rows))
    counts = collections.Counter()
    lines = re.split("\r\n|\r|\n", source)
    raw = list(code.co_positions())
    for row in rows:
        spot = row["position"]
        line, end_line, column, end_column = raw[row["offset"] // 2]
        if spot is None or spot["column"] is None:
            counts["no_span"] += 1
            counts["span_lost"] += bool(line) and column is not None
            continue
        before = lines[line - 1][: spot["column"]].encode()
        until = lines[end_line - 1][: spot["end_column"]].encode()
        same((len(before), len(until)), (column, end_column), "columns", where)
        if row["text"] is not None and row["text"].split("\n")[0] not in lines[line - 1]:
            raise Disagreement(f"{where}: {row['text']!r} is not in line {line}")
        counts["spans"] += 1
    return counts


def _check_depths(code, rows, where):
    bytecode = dis.Bytecode(code)
    depths = {row["offset"]: row["depth"] for row in rows if row["depth"] is not None}
    handlers = getattr(bytecode, "exception_entries", ())
    for edge in edges(list(bytecode), handlers, depths):
        same(
            edge.depth,
            depths[edge.target],
            f"depth on the way {edge.source} to {edge.target}",
            where,
        )
    guarded = [offset for entry in handlers for offset in range(entry.start, entry.end, 2)]
    same(len(set(guarded)), len(guarded), "ranges of the exception table that overlap", where)
    deepest = max(depths.values())
    if min(depths.values()) < 0 or deepest > code.co_stacksize:
        raise Disagreement(f"{where}: depth {deepest}, stacksize {code.co_stacksize}")
    reached = collections.Counter(unreachable=len(rows) - len(depths))
    reached["full_depth"] = deepest == code.co_stacksize
    return reached


if __name__ == "__main__":
    everything = "--tests" in sys.argv
    print(sys.version.split()[0], json.dumps(check_standard_library(tests=everything)))
