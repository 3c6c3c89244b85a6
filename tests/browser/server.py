"""A static host as plain as they come: files, their types, no header unless a test wants one."""

from __future__ import annotations

import posixpath
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Site:
    """A folder being served, and what was asked of it so far."""

    def __init__(self, directory: Path, prefix: str, port: int, *, precompressed: bool) -> None:
        self.directory = directory
        self.precompressed = precompressed
        self.prefix = prefix
        self.origin = f"http://127.0.0.1:{port}"
        self.url = self.origin + prefix
        self.requests: list[str] = []

    def asked_for(self, fragment: str) -> list[str]:
        """The requested paths that contain `fragment`, in order."""
        return [path for path in self.requests if fragment in path]


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012  (the base class's own shape)
        "": "application/octet-stream",
        ".css": "text/css",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".ipynb": "application/json",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".py": "text/plain; charset=utf-8",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webp": "image/webp",
        ".whl": "application/zip",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
        ".zip": "application/zip",
    }
    site: Site
    headers_added: Mapping[str, str]

    def end_headers(self) -> None:
        """Send what a test wants every answer to carry."""
        for name, value in self.headers_added.items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        self.site.requests.append(urlsplit(self.path).path)
        file = self.translate_path(self.path)
        beside = Path(f"{file}.br")
        if self.site.precompressed and "br" in self.headers["Accept-Encoding"] and beside.is_file():
            self._send_compressed(beside.read_bytes(), self.guess_type(file))
        else:
            super().do_GET()

    def _send_compressed(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", self.date_time_string())
        self.end_headers()
        self.wfile.write(content)

    def translate_path(self, path: str) -> str:
        """The file for a request, or one that does not exist when outside the prefix or folder."""
        asked = posixpath.normpath(unquote(urlsplit(path).path))
        inside = (asked + "/").startswith(self.site.prefix)
        relative = asked[len(self.site.prefix) :] if inside else "404-outside-the-prefix"
        slash = "/" if urlsplit(path).path.endswith("/") else ""
        return str(self.site.directory / relative) + slash

    def log_message(self, *_: object) -> None:
        """Stay quiet: the tests read `Site.requests`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about browsers that hang up; anything else is a fault of this file."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(
    directory: Path,
    prefix: str = "/",
    port: int = 0,
    headers: Mapping[str, str] | None = None,
    *,
    precompressed: bool = False,
) -> Iterator[Site]:
    """Serve `directory` on loopback under `prefix`, on a free port unless one is named.

    `precompressed`: send `FILE.br` for `FILE` where it lies beside, as many real hosts do.
    """
    handler = type("Handler", (_Handler,), {"headers_added": headers or {}})
    server = _Server(("127.0.0.1", port), partial(handler, directory=str(directory)))
    handler.site = Site(directory, prefix, server.server_port, precompressed=precompressed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield handler.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
