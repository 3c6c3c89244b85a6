"""Serve the site on loopback while it is being written."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress

from explainer.errors import ExplainerError
from explainer.places import Places

_FIRST_PORT = 8000
_LAST_PORT = 8020


def serve(places: Places, arguments: Sequence[str]) -> int:
    """Rebuild front end, snippets and pages as they change, until interrupted.

    The bundler watches `web/` and writes `build/web`, which MkDocs watches with everything else.
    Raises: ExplainerError if no port is free or Node is missing.
    """
    node = shutil.which("node")
    if node is None:
        raise ExplainerError("node is not on PATH; start this with: python3 noxfile.py serve")
    port = _free_port()
    address = f"http://127.0.0.1:{port}/"
    environment = os.environ | {"SITE_URL": address}
    with ExitStack() as stack:
        stack.callback(_end_bundler, _start_bundler(places, node))
        command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"]
        pages = subprocess.Popen([*command, *arguments], cwd=places.root, env=environment)
        stack.callback(pages.wait)
        stack.callback(pages.terminate)
        print(f"building the pages; then they are at {address} (Ctrl-C ends this)", flush=True)
        try:
            return pages.wait()
        except KeyboardInterrupt:
            return 0


def _start_bundler(places: Places, node: str) -> subprocess.Popen[bytes]:
    """The bundler ends when its standard input does, so it never outlives us.

    Ctrl-C in the terminal does not reach it: `node` may be a Python program around the real one,
    and would answer with a traceback.
    """
    return subprocess.Popen(
        [node, "web/build.mjs", "--watch"],
        cwd=places.root,
        stdin=subprocess.PIPE,
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _end_bundler(bundler: subprocess.Popen[bytes]) -> None:
    if bundler.stdin:
        bundler.stdin.close()
    try:
        bundler.wait(1)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(bundler.pid, signal.SIGKILL)
            else:
                bundler.kill()


def _free_port() -> int:
    for port in range(_FIRST_PORT, _LAST_PORT + 1):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise ExplainerError(f"ports {_FIRST_PORT} to {_LAST_PORT} are all taken; free one of them")
