"""Calls of our own Python modules in the page, as the explorer makes them."""

import json

import pytest

from tests.browser.server import serve
from tests.browser.snippet_page import write_site

pytestmark = pytest.mark.browser

OPTIONS = {"limitMs": 10_000, "outputBytes": 1000}
ORDERS = """
async ([worker, boot, orders]) => {
  const line = new MessageChannel();
  const packed = await fetch(`${boot.runtime}pyodide.asm.wasm.gzip`);
  const wasm = packed.body.pipeThrough(new DecompressionStream("gzip"));
  const module = await WebAssembly.compile(await new Response(wasm).arrayBuffer());
  line.port1.postMessage({ kind: "expected", count: 0 });
  line.port1.postMessage({ kind: "module", module });
  return new Promise((resolve, reject) => {
    const python = new Worker(worker, { type: "module" });
    const replies = [];
    const next = () => python.postMessage(orders.shift());
    python.onerror = reject;
    python.onmessage = ({ data }) => {
      if (data.kind === "unavailable") reject(new Error(data.message));
      if (data.kind === "out") data.text = new TextDecoder().decode(data.bytes);
      if (["done", "fatal", "out"].includes(data.kind)) replies.push(data);
      if (["progress", "out"].includes(data.kind)) return;
      if (orders.length > 0) return next();
      python.terminate();
      resolve(replies);
    };
    const request = { kind: "boot", supply: line.port2, memoryBytes: 2 ** 29, ...boot };
    python.postMessage(request, [line.port2]);
  });
}
"""


def answers(page, site, folder, *orders, runtime="python/3*/"):
    """What the published worker answers to these orders, one after another."""
    (worker,) = (folder / "assets" / "web" / "python").glob("worker-*.js")
    (runtime,) = (folder / "assets" / "web").glob(runtime)
    boot = {
        "runtime": f"{site.url}{runtime.relative_to(folder).as_posix()}/",
        # these tests do not play the part of the page that hands a snapshot out
        "sizes": {
            file.name: file.stat().st_size
            for file in runtime.iterdir()
            if file.name != "snapshot.bin.gzip"
        },
    }
    numbered = [{"id": place, **OPTIONS, **order} for place, order in enumerate(orders, start=1)]
    address = f"{site.url}assets/web/python/{worker.name}"
    return page.evaluate(ORDERS, [address, boot, numbered])


def test_a_function_of_ours_is_called_between_programs(context, front_end, tmp_path):
    """It answers with JSON; programs before and after it run as if it had not been."""
    folder = write_site(tmp_path / "site", front_end, {})
    call = {
        "kind": "call",
        "module": "explainer.bytecode",
        "function": "outcome",
        "arguments": {"source": "def f():\n    return 'grüße'\n"},
    }
    program = {"kind": "run", "source": "print(1)", "name": "t.py", "typed": ""}
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        replies = answers(page, site, folder, program, call, program)
    first, called, second = (reply for reply in replies if reply["kind"] == "done")
    assert [first["done"]["why"], called["done"]["why"], second["done"]["why"]] == ["end"] * 3
    document = json.loads(called["answer"])
    assert document["schema"] == "bytecode/1"
    assert [code["qualname"] for code in document["code"]] == ["<module>", "f"]
    assert "".join(reply["text"] for reply in replies if reply["kind"] == "out") == "1\n1\n"


def test_a_stepped_run_leaves_the_interpreter_fit_for_the_next(context, front_end, tmp_path):
    """The stepper itself looks through ctypes, for which a program would get a fresh Python."""
    folder = write_site(tmp_path / "site", front_end, {})
    call = {
        "kind": "call",
        "module": "explainer.bytecode.stepper",
        "function": "trace",
        "arguments": {"source": "x = 1\n"},
    }
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        ends = [reply["done"] for reply in answers(page, site, folder, call, call)]
    assert [(end["why"], end["renew"]) for end in ends] == [("end", "")] * 2


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.15"])
def test_another_version_of_python_runs_and_is_called(version, context, front_end, tmp_path):
    """Each version that is published starts in the page's own worker and compiles for itself."""
    folder = write_site(tmp_path / "site", front_end, {})
    call = {
        "kind": "call",
        "module": "explainer.bytecode",
        "function": "outcome",
        "arguments": {"source": "x = [n for n in 'grüße']\n"},
    }
    program = {
        "kind": "run",
        "source": "import sys, json\nprint(sys.version_info[:2])\n1 / 0",
        "name": "t.py",
        "typed": "",
    }
    with serve(folder) as site:
        page = context.new_page()
        page.goto(site.url)
        replies = answers(page, site, folder, program, call, runtime=f"pythons/{version}-*/")
    ran, called = (reply for reply in replies if reply["kind"] == "done")
    printed = "".join(reply["text"] for reply in replies if reply["kind"] == "out")
    assert printed == f"({version.replace('.', ', ')})\n"
    assert (ran["done"]["kind"], ran["done"]["line"]) == ("ZeroDivisionError", 3)
    assert called["done"]["why"] == "end", called["done"]["error"]
    document = json.loads(called["answer"])
    assert document["python"]["version"].startswith(f"{version}.")
