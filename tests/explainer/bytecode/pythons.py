"""Answers of every Python whose frames are known: two in Node, and this one where it is one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from explainer.bytecode import frame_layout
from explainer.pythons.caller import ROOT, call_python

HERE = "this Python"
KNOWN = ["3.14", "3.15", *([HERE] if sys.version_info[:2] in frame_layout.KNOWN else [])]
MOUNTS = {"tests.explainer.bytecode": Path(__file__).parent}
_ANSWER = """
import importlib, json, sys
answers = []
for call in json.load(sys.stdin):
    function = getattr(importlib.import_module(call["module"]), call["function"])
    answers.append(function(**call["arguments"]))
json.dump(answers, sys.stdout)
"""


def answers(version, calls):
    """Results in order, of one fresh process."""
    if version != HERE:
        return list(call_python(version, calls, MOUNTS))
    asked = json.dumps([asdict(call) for call in calls])
    command = [sys.executable, "-c", _ANSWER]
    done = subprocess.run(
        command, cwd=ROOT, input=asked, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)
