"""What is said about Python, whether it is true, and what shows it: `claims/CHAPTER.toml`."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.errors import ExplainerError, UnknownName, did_you_mean

VERDICTS = {
    "true": "True",
    "nuanced": "True, with a but",
    "outdated": "Outdated",
    "obsolete": "Obsolete",
    "wrong": "Wrong",
    "history": "History",
}
_KEYS = {"id", "says", "verdict", "fact", "evidence", "decided"}
_ID = re.compile(r"[SWM]\d{2,3}")


class BrokenClaims(ExplainerError):
    """A claims file cannot be used."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim with its verdict; `evidence` holds snippet ids and `source: …` texts.

    `also` are further ids under which the same thing is said, in other words or another place.
    """

    id: str
    also: tuple[str, ...]
    chapter: str
    says: str
    verdict: str
    fact: str
    evidence: tuple[str, ...]
    decided: datetime.date

    @property
    def snippets(self) -> tuple[str, ...]:
        """The ids among the evidence."""
        return tuple(item for item in self.evidence if not item.startswith("source:"))

    @property
    def sources(self) -> tuple[str, ...]:
        """The texts among the evidence, without their mark."""
        return tuple(
            item.removeprefix("source:").strip()
            for item in self.evidence
            if item.startswith("source:")
        )


class Claims:
    """All claims, in the order of the files and of the entries in them.

    Raises: BrokenClaims naming file and entry for anything that is not as it should be.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.all: list[Claim] = []
        self.by_id: dict[str, Claim] = {}
        for path in sorted(root.glob("*.toml")):
            for claim in _read(path):
                self._add(path, claim)

    def _add(self, path: Path, claim: Claim) -> None:
        self.all.append(claim)
        for id_ in (claim.id, *claim.also):
            if id_ in self.by_id:
                other = self.by_id[id_].chapter
                raise BrokenClaims(f"{path}: {id_} is there twice, also in {other}.toml")
            self.by_id[id_] = claim

    def find(self, id_: str) -> Claim:
        """The claim with this id. Raises: UnknownName."""
        if id_ not in self.by_id:
            raise UnknownName(
                f'no claim "{id_}" in {self.root.name}/{did_you_mean(id_, self.by_id)}'
            )
        return self.by_id[id_]

    def of_chapter(self, chapter: str) -> list[Claim]:
        """The claims of one file. Raises: UnknownName if there is none."""
        found = [claim for claim in self.all if claim.chapter == chapter]
        if not found:
            known = {claim.chapter for claim in self.all}
            raise UnknownName(f'no claims of chapter "{chapter}"{did_you_mean(chapter, known)}')
        return found


def _read(path: Path) -> list[Claim]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BrokenClaims(f"{path}: not TOML: {error}") from error
    entries = document.get("claim")
    if not isinstance(entries, list) or document.keys() != {"claim"}:
        raise BrokenClaims(f"{path}: found {sorted(document)}; expected [[claim]] entries only")
    return [_claim(path, number, entry) for number, entry in enumerate(entries, 1)]


def _claim(path: Path, number: int, entry: dict[str, Any]) -> Claim:
    where = f"{path}: claim {number} ({entry.get('id', 'no id')})"
    if entry.keys() - {"also"} != _KEYS:
        odd = sorted((entry.keys() - {"also"}) ^ _KEYS)
        raise BrokenClaims(f"{where}: keys missing or unknown: {', '.join(odd)}")
    also = entry.get("also", [])
    if not isinstance(also, list) or not all(_ID.fullmatch(str(i)) for i in [entry["id"], *also]):
        raise BrokenClaims(f"{where}: id and also should look like S044, W30 or M07")
    if entry["verdict"] not in VERDICTS:
        hint = did_you_mean(str(entry["verdict"]), VERDICTS)
        raise BrokenClaims(f'{where}: verdict "{entry["verdict"]}" is none{hint}')
    if not entry["evidence"] or not isinstance(entry["evidence"], list):
        raise BrokenClaims(f"{where}: evidence should be a list of snippet ids or source: texts")
    if not isinstance(entry["decided"], datetime.date):
        raise BrokenClaims(f"{where}: decided should be a date, such as 2026-11-21")
    return Claim(
        id=entry["id"],
        also=tuple(also),
        chapter=path.stem,
        says=" ".join(entry["says"].split()),
        verdict=entry["verdict"],
        fact=" ".join(entry["fact"].split()),
        evidence=tuple(entry["evidence"]),
        decided=entry["decided"],
    )
