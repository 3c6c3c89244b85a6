"""Sets of logical CPU numbers, as the kernel writes them: hexadecimal masks and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CPUS = 1 << 16  # far above any kernel's NR_CPUS: a larger number is damage, not hardware


class CpuSet:
    """An immutable set of logical CPU numbers.

    Shape: prints in the kernel's list notation, "0-3,8"; the empty set prints as "".
    Source: kernel cpumap/cpulist formats (Documentation/admin-guide/cputopology).
    """

    __slots__ = ("mask",)
    mask: int

    def __init__(self, cpus: Iterable[int] = ()) -> None:
        mask = 0
        for cpu in cpus:
            mask |= 1 << cpu
        object.__setattr__(self, "mask", mask)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"CpuSet is immutable; cannot set {name}")

    @classmethod
    def from_mask(cls, mask: int) -> CpuSet:
        """The set whose members are the one bits of an integer."""
        made = cls()
        object.__setattr__(made, "mask", mask)
        return made

    @classmethod
    def parse_mask(cls, text: str) -> CpuSet | None:
        """The set a kernel mask such as "ff" or "00000003,ffffffff" names, None if malformed."""
        words = text.strip().split(",")
        longest = 8 if len(words) > 1 else MAX_CPUS // 4
        if len(words) > MAX_CPUS // 32 or not all(_is_mask_word(word, longest) for word in words):
            return None
        mask = 0
        for word in words:
            mask = mask << 32 | int(word, 16)
        return cls.from_mask(mask)

    @classmethod
    def parse_list(cls, text: str) -> CpuSet | None:
        """The set a kernel list such as "0-3,8" names, None if malformed."""
        mask = 0
        for part in text.strip().split(",") if text.strip() else ():
            low, dash, high = part.strip().partition("-")
            if not _is_number(low) or (dash and not _is_number(high)):
                return None
            first, last = int(low), int(high if dash else low)
            if last < first or last >= MAX_CPUS:
                return None
            mask |= (1 << last + 1) - (1 << first)
        return cls.from_mask(mask)

    @property
    def first(self) -> int | None:
        """The lowest CPU number, None when empty."""
        return (self.mask & -self.mask).bit_length() - 1 if self.mask else None

    def __iter__(self) -> Iterator[int]:
        rest = self.mask
        while rest:
            lowest = rest & -rest
            yield lowest.bit_length() - 1
            rest ^= lowest

    def __contains__(self, cpu: object) -> bool:
        return isinstance(cpu, int) and cpu >= 0 and bool(self.mask >> cpu & 1)

    def __len__(self) -> int:
        return self.mask.bit_count()

    def __bool__(self) -> bool:
        return self.mask != 0

    def __and__(self, other: CpuSet) -> CpuSet:
        return CpuSet.from_mask(self.mask & other.mask)

    def __or__(self, other: CpuSet) -> CpuSet:
        return CpuSet.from_mask(self.mask | other.mask)

    def __sub__(self, other: CpuSet) -> CpuSet:
        return CpuSet.from_mask(self.mask & ~other.mask)

    def __le__(self, other: CpuSet) -> bool:
        return self.mask & ~other.mask == 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CpuSet) and self.mask == other.mask

    def __hash__(self) -> int:
        return hash(self.mask)

    def __str__(self) -> str:
        parts, rest, base = [], self.mask, 0
        while rest:
            skip = (rest & -rest).bit_length() - 1
            rest >>= skip
            length = (~rest & rest + 1).bit_length() - 1
            base += skip
            parts.append(f"{base}" if length == 1 else f"{base}-{base + length - 1}")
            rest >>= length
            base += length
        return ",".join(parts)

    def __repr__(self) -> str:
        return f"CpuSet({str(self)!r})"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _is_mask_word(word: str, longest: int) -> bool:
    return 0 < len(word) <= longest and all(digit in "0123456789abcdefABCDEF" for digit in word)
