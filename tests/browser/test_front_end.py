"""The built front end: small at first, named by content, with nothing to fetch from elsewhere."""

import gzip
import json
import re
import subprocess
import zipfile

from tests.browser.chromium import ROOT, node

LOADER_LIMIT_BYTES = 10_000


def test_the_loader_is_small(front_end):
    """Every page pays for the loader, so it stays below 10 KB before compression."""
    assert (front_end / "loader.js").stat().st_size <= LOADER_LIMIT_BYTES


def test_what_may_be_cached_for_good_is_named_by_its_content(front_end):
    """Chunks, fonts, the worker and the runtime's folder carry a hash."""
    hashed = [*(front_end / "chunks").iterdir(), *(front_end / "fonts").iterdir()]
    hashed += (front_end / "python").glob("worker*")
    unnamed = [file.name for file in hashed if not re.search(r"-[A-Z0-9]{8}\.[\w.]+$", file.name)]
    assert unnamed == []
    (runtime,) = [folder for folder in (front_end / "python").iterdir() if folder.is_dir()]
    assert re.fullmatch(r"\d+\.\d+\.\d+-[0-9a-f]{12}", runtime.name)


def test_the_runtime_knows_no_package_to_fetch(front_end):
    """Pyodide's list of packages, all of which lie elsewhere, is empty."""
    (lock,) = front_end.glob("python/*/pyodide-lock.json")
    assert json.loads(lock.read_text(encoding="utf-8"))["packages"] == {}


def test_the_library_is_compiled_and_brings_our_own_modules(front_end):
    """No source is left to compile on the reader's device; evidence and runner are there."""
    (library,) = front_end.glob("python/*/python_stdlib.zip")
    names = zipfile.ZipFile(library).namelist()
    assert [name for name in names if name.endswith(".py")] == []
    expected = {"json/__init__.pyc", "explainer/evidence.pyc", "explainer/inpage/program.pyc"}
    assert expected - set(names) == set()


def test_what_a_host_can_send_compressed_lies_beside_the_original(front_end):
    """Every script and style sheet has a gzip and a brotli form; the first unpacks to the original."""
    texts = [file for file in front_end.rglob("*") if file.suffix in {".js", ".mjs", ".css"}]
    assert len(texts) > 10
    for file in texts:
        packed = file.with_name(f"{file.name}.gz").read_bytes()
        assert gzip.decompress(packed) == file.read_bytes()
        assert 0 < file.with_name(f"{file.name}.br").stat().st_size < len(packed) + 40


def test_the_same_sources_build_the_same_files(tmp_path):
    """Built twice, every file has the same name and the same bytes, and nothing old is left."""
    first, second = tmp_path / "first", tmp_path / "second"
    (second / "chunks" / "gone").mkdir(parents=True)
    (second / "chunks" / "gone" / "old-ABCDEFGH.js").touch()
    for folder in (first, second):
        subprocess.run([node(), "web/build.mjs", "--out", str(folder)], cwd=ROOT, check=True)
    assert contents(first) == contents(second)


def contents(folder):
    return {
        place.relative_to(folder).as_posix(): place.read_bytes() if place.is_file() else b""
        for place in folder.rglob("*")
    }
