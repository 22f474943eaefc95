"""What a search tries where nothing has all the words: other spellings, words split, one word less."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_MOST_WORDS: Final = 8
"""Longer texts are only searched as they are written."""
_MOST_SPELLINGS: Final = 12
_COMPARED: Final = 300
"""Things whose names are compared with the text, the first ones by their order."""


@dataclass(frozen=True)
class Spelling:
    """The words of an index without accents, and how many things have each."""

    counts: Mapping[str, int]
    words: Sequence[str]

    @staticmethod
    def of(path: Path) -> Spelling:
        """Return the words of an index; read once for each file."""
        return _read(f"{path.resolve().as_uri()}?mode=ro&immutable=1", path.stat().st_mtime_ns)

    def knows(self, word: str, *, unfinished: bool = False) -> bool:
        """Tell whether a word occurs, or one that begins with it."""
        return word in self.counts or (unfinished and any(known.startswith(word) for known in self.words))

    def near(self, word: str) -> list[str]:
        """Return words that are one slip away (two in long words): a letter more, less, other or swapped.

        The distance is that of optimal string alignment.

        >>> Spelling({"huyen": 2, "tinh": 1}, ["huyen", "tinh"]).near("huyne")
        ['huyen']
        """
        if len(word) < 3:
            return []
        slips = 1 if len(word) <= 5 else 2
        found = process.extract(word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        ordered = sorted(found, key=lambda item: (item[1], -self.counts[item[0]], item[0]))
        return [known for known, _, _ in ordered if known != word][:_MOST_SPELLINGS]

    def split(self, word: str) -> list[str]:
        """Split what was written together into known words: as few as can be, and common ones.

        >>> Spelling({"lang": 9, "son": 9}, ["lang", "son"]).split("langson")
        ['lang', 'son']
        """
        best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(word)
        for end in range(2, len(word) + 1):
            for start in range(max(0, end - 7), end - 1):
                before, part = best[start], word[start:end]
                if before is None or part not in self.counts:
                    continue
                cost = before[0] + 20 - log(self.counts[part])
                known = best[end]
                if known is None or cost < known[0]:
                    best[end] = (cost, [*before[1], part])
        found = best[len(word)]
        return found[1] if found is not None and len(found[1]) > 1 else []


@lru_cache(maxsize=4)
def _read(address: str, _changed: int) -> Spelling:
    with closing(sqlite3.connect(address, uri=True)) as base:
        counts = {str(plain): int(things) for plain, things in base.execute("SELECT plain, things FROM word")}
    return Spelling(counts, list(counts))


def attempts(spelling: Spelling, plain: str) -> Iterator[str]:
    """Yield full-text queries in the place of one that found nothing, the nearest first.

    Args:
        spelling: of the index.
        plain: key without accents.
    """
    words = plain.split()
    if len(words) > _MOST_WORDS:
        return
    last = len(words) - 1
    known = [spelling.knows(word, unfinished=number == last) for number, word in enumerate(words)]
    written = [f'"{word}"' + (" *" if number == last else "") for number, word in enumerate(words)]
    others = [_others(spelling, word) for word in words]
    if not all(known):
        mended = [term if fine else other for term, fine, other in zip(written, known, others, strict=True)]
        if all(mended):
            yield " AND ".join(mended)
        kept = [term for term in mended if term]
    else:
        kept = written
        swaps = [
            " AND ".join([*written[:number], other, *written[number + 1 :]])
            for number, other in enumerate(others)
            if other
        ]
        if swaps:
            yield " OR ".join(f"({swap})" for swap in swaps)
    if len(kept) < len(words) and kept:
        yield " AND ".join(kept)
    if len(kept) > 1:
        fewer = [" AND ".join([*kept[:number], *kept[number + 1 :]]) for number in range(len(kept))]
        yield " OR ".join(f"({words_left})" for words_left in fewer)


def _others(spelling: Spelling, word: str) -> str:
    """Spell the alternatives of a word; empty for none."""
    parts = spelling.split(word)
    found = [f"({' AND '.join(f'{chr(34)}{part}{chr(34)}' for part in parts)})"] if parts else []
    found += [f'"{near}"' for near in spelling.near(word)]
    return f"({' OR '.join(found)})" if found else ""


def by_likeness(base: sqlite3.Connection, ids: Sequence[int], plain: str) -> list[int]:
    """Order things by how like their likest name is to a text; the first 300 are compared."""
    compared = list(ids[:_COMPARED])
    marks = ", ".join("?" * len(compared))
    rows = base.execute(
        f"SELECT thing, plain FROM name WHERE thing IN ({marks})",  # noqa: S608 - marks
        compared,
    ).fetchall()
    likeness = dict.fromkeys(compared, 0.0)
    for thing, name in rows:
        likeness[thing] = max(likeness[thing], fuzz.ratio(plain, name))
    return sorted(compared, key=lambda thing: (-likeness[thing], thing))
