"""Where things are: the repository's rooms and the folder everything is built into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one repository; tests make their own."""

    root: Path = REPOSITORY

    @property
    def snippets(self) -> Path:
        """CHAPTER/NAME.py."""
        return self.root / "snippets"

    @property
    def examples(self) -> Path:
        """NAME.py: the tiny programs of the bytecode lab."""
        return self.root / "examples"

    @property
    def claims(self) -> Path:
        """CHAPTER.toml: what is said, the verdict, the fact."""
        return self.root / "claims"

    @property
    def docs(self) -> Path:
        """Prose."""
        return self.root / "docs"

    @property
    def sent_recordings(self) -> Path:
        """Recordings of other machines, kept with the sources: MACHINE/CHAPTER/NAME.json."""
        return self.root / "recordings"

    @property
    def build(self) -> Path:
        """Everything below can be deleted and is made again."""
        return self.root / "build"

    @property
    def interpreters(self) -> Path:
        """The Pythons found here."""
        return self.build / "interpreters.json"

    @property
    def recordings(self) -> Path:
        """This machine's recordings."""
        return self.build / "recordings"

    @property
    def bytecode(self) -> Path:
        """SHA256/MINOR.json, from the compilers of six Pythons."""
        return self.build / "bytecode"

    @property
    def web(self) -> Path:
        """The bundled front end."""
        return self.build / "web"
