"""A machine can do what it has shown it can, not what a file on PATH promises."""

from __future__ import annotations

import os

import pytest

from explainer.abilities import machine_abilities


@pytest.mark.skipif(os.name != "posix", reason="writes a shell script")
@pytest.mark.parametrize(("ending", "able"), [("0", True), ("1", False)])
def test_a_compiler_is_one_that_finds_its_headers(tmp_path, monkeypatch, ending: str, able: bool):
    """Debian's gcc can be installed without the C library's headers."""
    compiler = tmp_path / "cc"
    compiler.write_text(f"#!/bin/sh\nexit {ending}\n", encoding="utf-8")
    compiler.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ("compiler" in machine_abilities()) == able
