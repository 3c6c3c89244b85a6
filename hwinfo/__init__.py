"""The hardware of this machine, reported with its sources: nothing guessed, nothing hidden."""

from __future__ import annotations

__version__ = "0.1.0"
