# /// script
# requires-python = ">=3.11"
# dependencies = ["nox[uv]>=2026.4"]
# ///
"""Every task of the project. `python3 noxfile.py test`, or `uvx nox -s test`, which is the same."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def bootstrap(arguments: list[str]) -> int:
    """Run nox, fetched with uv into an environment of the project's own, on a bare Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run before anything is checked
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    home = ROOT / ".nox" / f"tools-{sys.version_info[0]}.{sys.version_info[1]}"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    locked = ROOT / "requirements" / "tools.txt"
    stamp = home / "tools.txt"
    if not stamp.exists() or stamp.read_bytes() != locked.read_bytes():
        print("fetching nox and uv …", flush=True)
        try:
            venv.create(home, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            sys.exit("this Python cannot make environments; on Debian: apt install python3-venv")
        install = ["-m", "pip", "install", "-q", "--require-hashes", "-r", str(locked)]
        subprocess.run([str(python), *install], check=True)
        stamp.write_bytes(locked.read_bytes())
    os.environ["PATH"] = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    # "session -- words" becomes "-s session -- words"; a flag first is nox's own
    selected = arguments if arguments[:1] and arguments[0].startswith("-") else ["-s", *arguments]
    with subprocess.Popen(
        [str(python), "-m", "nox", *(selected if arguments else ["--list"])]
    ) as nox:
        while True:
            try:
                return nox.wait()
            except KeyboardInterrupt:
                continue  # the terminal has told nox, too, which now ends its sessions


if __name__ == "__main__":
    try:
        sys.exit(bootstrap(sys.argv[1:]))
    except KeyboardInterrupt:  # while fetching nox
        sys.exit(130)

import nox  # noqa: E402

nox.options.default_venv_backend = "uv|venv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["test"]
nox.options.error_on_missing_interpreters = False

QUIET = {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "JUPYTER_PLATFORM_DIRS": "1",
}


def install(session: nox.Session, group: str) -> None:
    """Install a locked group of requirements, and nothing that is not in it."""
    session.install("-q", "--require-hashes", "-r", f"requirements/{group}.txt")


def install_packages(session: nox.Session) -> None:
    """Fetch the npm packages of the lock file with the Node that came as a wheel."""
    lock, installed = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        session.run("npm", "ci", "--ignore-scripts", "--silent")
        installed.touch()


def build_web(session: nox.Session) -> None:
    """Bundle the front end."""
    install_packages(session)
    session.run("node", "web/build.mjs")


def build_site(session: nox.Session, generator: str = "mkdocs", *flags: str) -> None:
    """Run what changed, then build the pages from what the runs gave."""
    session.run("python", "-m", "explainer", "run")
    session.run("python", "-m", generator, "build", "--strict", "-q", *flags, env=QUIET)


@nox.session
def serve(session: nox.Session) -> None:
    """Build the site and serve it on loopback, reloading when anything changes."""
    install(session, "site")
    build_web(session)
    # one Python is enough to write with; `site` and `test` run all that are found
    session.run("python", "-m", "explainer", "run", "--python", "newest")
    session.run("python", "-m", "explainer", "serve", *session.posargs, env=QUIET)


@nox.session
def site(session: nox.Session) -> None:
    """Build `build/site`, ready for any static host. SITE_URL sets its address."""
    install(session, "site")
    build_web(session)
    build_site(session)
    session.log(f"the site is in {ROOT / 'build' / 'site'}")


@nox.session
def test(session: nox.Session) -> None:
    """Run every test: snippets, Python, TypeScript, and the built site in a real browser."""
    install(session, "test")
    build_web(session)
    build_site(session)
    session.run("python", "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *session.posargs)


@nox.session
def snippets(session: nox.Session) -> None:
    """Run snippets as tests and record them: all, a chapter, or CHAPTER/NAME."""
    install(session, "site")
    install_packages(session)
    session.run("python", "-m", "explainer", "run", *session.posargs)


@nox.session
def new(session: nox.Session) -> None:
    """Make a skeleton that passes at once: chapter NAME, snippet CHAPTER/NAME, widget NAME."""
    install(session, "site")
    session.run("python", "-m", "explainer", "new", *session.posargs)


@nox.session
def hwinfo(session: nox.Session) -> None:
    """Report this machine."""
    session.install("-q", ".")
    session.run("python", "-m", "hwinfo", *session.posargs, success_codes=[0, 2])


@nox.session
def conformance(session: nox.Session) -> None:
    """Compare hwinfo with the recorded machines and expected facts in a folder."""
    install(session, "test")
    session.run("python", "-m", "tests.hwinfo.conformance", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and spelling; `-- --fix` mends what can be mended."""
    install(session, "lint")
    fix = "--fix" in session.posargs
    session.run("ruff", "check", ".", *(["--fix"] if fix else []))
    session.run("ruff", "format", ".", *([] if fix else ["--check"]))
    session.run("codespell")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of Python and TypeScript."""
    install(session, "test")
    install(session, "lint")
    build_web(session)
    session.run("mypy")
    session.run("node", "node_modules/typescript/bin/tsc", "-p", "web")
    session.run("node", "node_modules/typescript/bin/tsc", "-p", "web/tsconfig.worker.json")


@nox.session
def lock(session: nox.Session) -> None:
    """Write requirements/*.txt anew, with hashes, for every platform and Python."""
    install(session, "tools")
    for group in ("tools", "site", "test", "lint"):
        project = [] if group in ("tools", "lint") else ["pyproject.toml"]
        session.run(
            *("uv", "pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header"),
            *("--python-version", "3.11", "--group", group, *project, *session.posargs),
            *("-o", f"requirements/{group}.txt"),
        )


@nox.session
def bench(session: nox.Session) -> None:
    """Measure what we claim of speed, as ratios within one run."""
    install(session, "test")
    build_web(session)
    session.run("python", "-m", "bench", *session.posargs)
