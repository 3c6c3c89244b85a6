"""Measurements of the running machine, each with its method and the reason to doubt it.

`measure(machine)` takes at most half a minute. Ctrl-C ends it early without losing what is known.
"""

from __future__ import annotations

from hwinfo.measure.run import EXPERIMENTS, Experiment, measure

__all__ = ["EXPERIMENTS", "Experiment", "measure"]
