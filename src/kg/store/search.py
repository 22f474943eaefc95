"""Finds things by words of their names, in the search index of a snapshot (``kg.store.search_file``).

A query runs in steps, from the hits that fit best to those that merely have all words; each step streams from
the full-text table in the order of ids and ends as soon as the page is full. Counts by kind come from the ids
alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.store.manifest import damaged
from kg.store.names import has_accents, keys, without_zeros
from kg.store.search_file import BEGIN, KIND_BITS, KIND_NAMES
from kg.store.search_hits import SearchPage, read_hits
from kg.store.search_near import Spelling, attempts, by_likeness
from kg.vocab import DATA

_BATCH: Final = 500
"""Values of one SQL query; SQLite allows 999 in its older versions."""
_NEAR: Final = 40
"""Hits of a search that found nothing by the words as they were written."""
_LIKE: Final = 1_000
"""A query in the place of another that finds more than this says nothing of what was meant."""
_KIND_MASK: Final = (1 << KIND_BITS) - 1
_OWN, _ANY = "plain", "{plain around_plain}"


@dataclass(frozen=True)
class Described:
    """What a search index says of a thing: its kind, and its labels by language."""

    kind: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class SearchIndex:
    """A search index, opened read-only; each call opens the file for itself, so threads may share it."""

    path: Path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as base:
                base.row_factory = sqlite3.Row
                yield base
        except sqlite3.Error as error:
            raise damaged(self.path, error) from error

    def rows(self, query: str, values: Mapping[str, object] | Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of an SQL query of ours.

        Raises:
            InputError: the file cannot be read.
        """
        with self._open() as base:
            return base.execute(query, values).fetchall()

    def kinds_of(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the kind of each IRI that is a thing; others are left out.

        Raises:
            InputError: the file cannot be read.
        """
        return {str(row["iri"]): str(row["kind"]) for row in self._things("iri, kind", iris)}

    def described(self, iris: Iterable[str]) -> dict[str, Described]:
        """Return kind and labels of each IRI that is a thing; others are left out.

        Raises:
            InputError: the file cannot be read.
        """
        return {
            str(row["iri"]): Described(
                str(row["kind"]),
                {lang: row[f"label_{lang}"] for lang in ("vi", "en") if row[f"label_{lang}"]},
            )
            for row in self._things("iri, kind, label_vi, label_en", iris)
        }

    def _things(self, columns: str, iris: Iterable[str]) -> Iterator[sqlite3.Row]:
        """Yield columns of ours of the things among some IRIs."""
        wanted = sorted(set(iris))
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            yield from self.rows(f"SELECT {columns} FROM thing WHERE iri IN ({marks})", batch)  # noqa: S608 - marks

    def record_of(self, iri: str) -> tuple[str, int] | None:
        """Return file and line of the record that makes a thing, or the thing that a node stands inside.

        Raises:
            InputError: the file cannot be read.
        """
        path = iri.partition("#")[0]
        inside = [path]
        while "/" in path.removeprefix(DATA):
            path = path.rpartition("/")[0]
            inside.append(path)
        marks = ", ".join("?" * len(inside))
        query = f"""SELECT file, line FROM thing WHERE iri IN ({marks}) AND file != ''
            ORDER BY length(iri) DESC LIMIT 1"""  # noqa: S608 - marks
        rows = self.rows(query, inside)
        return (str(rows[0]["file"]), int(rows[0]["line"])) if rows else None

    def search(
        self, text: str, *, kinds: Sequence[str] = (), lang: str = "vi", limit: int = 20, offset: int = 0
    ) -> SearchPage:
        """Find things by the words of their names; the last word may be unfinished.

        Order: the whole name with its accents, the whole name without, its beginning, its words with accents,
        its words, words of what it lies in; then full names before loose ones, more facts before fewer,
        provinces before districts before communes, Vietnamese order. Where nothing has all the words, things
        with a like name are returned.

        Raises:
            InputError: the file cannot be read.
        """
        accents, plain = keys(text)
        if not plain:
            return SearchPage((), 0, {})
        with self._open() as base:
            ids = _ids(base, fts_words(_ANY, without_zeros(plain)))
            near = not len(ids)
            if near:
                ids = _near(base, Spelling.of(self.path), plain)
            numbers = [KIND_NAMES.index(kind) for kind in kinds if kind in KIND_NAMES]
            kept = ids[np.isin(ids & _KIND_MASK, numbers)] if kinds else ids
            if near:
                shown = kept[offset : offset + limit].tolist()
            else:
                shown = _ranked(base, kept, accents, plain, offset + limit)[offset:]
            hits = read_hits(base, shown, accents, plain, lang)
        counts = np.bincount(ids & _KIND_MASK, minlength=len(KIND_NAMES))
        facets = {name: int(count) for name, count in zip(KIND_NAMES, counts, strict=False) if count}
        return SearchPage(hits, len(kept), _shown(facets), near)

    def browse(
        self, *, kinds: Sequence[str] = (), lang: str = "vi", limit: int = 20, offset: int = 0
    ) -> SearchPage:
        """List all things of some kinds in the order of hits, with counts of all kinds; none for no kind.

        Raises:
            InputError: the file cannot be read.
        """
        marks = ", ".join("?" * len(kinds))
        chosen = f"SELECT id FROM thing WHERE kind IN ({marks}) ORDER BY id LIMIT ? OFFSET ?"  # noqa: S608 - marks
        with self._open() as base:
            counted = base.execute("SELECT kind, COUNT(*) AS n FROM thing GROUP BY kind")
            counts = {str(row["kind"]): int(row["n"]) for row in counted}
            ids = [int(row["id"]) for row in base.execute(chosen, (*kinds, limit, offset))]
            hits = read_hits(base, ids, "", "", lang)
        return SearchPage(hits, sum(counts.get(kind, 0) for kind in kinds), _shown(counts))


def _shown(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by kind, the largest first."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _ids(base: sqlite3.Connection, query: str) -> NDArray[np.int64]:
    """Ids of all things that a full-text query finds, in their order."""
    # One string of all ids is several times cheaper than a row for each.
    (found,) = base.execute("SELECT group_concat(rowid) FROM words WHERE words MATCH ?", (query,)).fetchone()
    return np.sort(np.array((found or "").split(",") if found else [], dtype=np.int64))


def _near(base: sqlite3.Connection, spelling: Spelling, plain: str) -> NDArray[np.int64]:
    for attempt in attempts(spelling, plain):
        ids = _ids(base, f"{_ANY} : ({attempt})")
        if 0 < len(ids) <= _LIKE:
            return np.array(by_likeness(base, ids.tolist(), plain)[:_NEAR], dtype=np.int64)
    return np.array([], dtype=np.int64)


def _ranked(
    base: sqlite3.Connection, kept: NDArray[np.int64], accents: str, plain: str, wanted: int
) -> list[int]:
    """Return the first ids by rank, ``wanted`` at most, of the ids that are ``kept``."""
    found: dict[int, None] = {}
    allowed = set(kept.tolist()) if len(kept) < _BATCH else None
    kinds = sorted({int(number) for number in np.unique(kept & _KIND_MASK)})
    marked = has_accents(accents, plain)
    stream = _STREAM.format(mask=_KIND_MASK, kinds=", ".join(map(str, kinds)))
    exact = base.execute(
        "SELECT thing FROM name WHERE plain = ? ORDER BY (accents = ?) AND ? DESC, full DESC, thing",
        (plain, accents, marked),
    )
    found |= dict.fromkeys(int(row["thing"]) for row in exact if row["thing"] & _KIND_MASK in kinds)
    for query in _steps(without_zeros(accents), without_zeros(plain), marked=marked):
        if len(found) >= wanted or len(found) >= len(kept):
            break
        rows = base.execute(stream, (query, wanted))
        found |= dict.fromkeys(
            int(row["rowid"]) for row in rows if allowed is None or row["rowid"] in allowed
        )
    if len(found) < wanted:
        found |= dict.fromkeys(kept[:wanted].tolist())
    return list(found)[:wanted]


_STREAM: Final = (
    "SELECT rowid FROM words WHERE words MATCH ? AND rowid & {mask} IN ({kinds}) ORDER BY rowid LIMIT ?"
)


def _steps(accents: str, plain: str, *, marked: bool) -> Iterator[str]:
    """Full-text queries from the best to the last but one; what merely has all words comes after them."""
    if marked:
        yield f'accents : "{BEGIN} {accents}" *'
    yield f'plain : "{BEGIN} {plain}" *'
    if marked and len(accents.split()) == len(plain.split()):
        pairs = list(zip(accents.split(), plain.split(), strict=True))
        words = [f'{"plain" if one == two else "accents"} : "{one}"' for one, two in pairs]
        yield f"({' AND '.join(words)} *)"
    yield fts_words(_OWN, plain)


def fts_words(column: str, key: str, *, last_is_prefix: bool = True) -> str:
    """Spell a full-text query for all words of a key; keys hold letters, digits and spaces only.

    >>> fts_words("plain", "bac so")
    'plain : ("bac" AND "so" *)'
    """
    words = [f'"{word}"' for word in key.split()]
    if last_is_prefix:
        words[-1] += " *"
    return f"{column} : ({' AND '.join(words)})"
