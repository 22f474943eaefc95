"""The search index of a snapshot, ``search.sqlite``: writes it, finds things by words of their names.

Tables: ``thing`` (iri, kind, facts, label_vi, label_en, context, place in the alphabet), ``name`` (iri, text,
lang, accents, plain, full) and the full-text table ``words`` over the keys of ``kg.store.names``. A file is
written once with its snapshot and opened read-only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, RDFS

from kg.errors import InputError
from kg.store.loading import load_graph
from kg.store.names import keys
from kg.store.search_names import Name, Thing, gather_names, gather_things
from kg.text.collation import sort_key

_BATCH: Final = 500
"""Values of one SQL query; SQLite allows 999 in its older versions."""

_SCHEMA: Final = """
CREATE TABLE thing (iri TEXT PRIMARY KEY, kind TEXT, facts INTEGER, label_vi TEXT, label_en TEXT,
  context TEXT, place INTEGER) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT, text TEXT, lang TEXT, accents TEXT, plain TEXT,
  full INTEGER);
CREATE INDEX name_plain ON name (plain);
CREATE INDEX name_iri ON name (iri);
CREATE INDEX thing_kind ON thing (kind);
CREATE VIRTUAL TABLE words USING fts5 (plain, accents, content='', tokenize="unicode61 remove_diacritics 0",
  prefix='1 2 3');
"""


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    Attributes:
        label: in the language asked, else in the other, else the IRI.
        context: of a place: the units that it lies in; else empty.
        name: the name that matched.
        facts: statements of sources that name it.
    """

    iri: str
    kind: str
    label: str
    context: str
    name: str
    facts: int


@dataclass(frozen=True)
class SearchPage:
    """Some hits, how many there are in all, and how many of each kind whatever kinds were asked for."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, int]


def write_search_index(graph: Path | ox.Store, target: Path) -> None:
    """Write the search index of a graph.

    Args:
        graph: an N-Quads file, or the loaded graph.
        target: the file to write; one that stands there is replaced.

    Raises:
        InputError: the graph cannot be read or the file not written.
    """
    store = load_graph(graph) if isinstance(graph, Path) else graph
    things, names = gather_things(store), gather_names(store)
    rows = _thing_rows(things, names, _preferred(store))
    known = {thing.iri for thing in things}
    target.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(target)) as base, base:
            base.executescript(_SCHEMA)
            base.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            lines, words = _name_rows(name for name in names if name.iri in known)
            base.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
            base.executemany("INSERT INTO words (rowid, plain, accents) VALUES (?, ?, ?)", words)
    except sqlite3.Error as error:
        raise InputError(target, f"cannot be written: {error}") from error


def _name_rows(
    names: Iterable[Name],
) -> tuple[list[tuple[int, str, str, str, str, str, int]], list[tuple[int, str, str]]]:
    """Rows of ``name``, and of ``words`` for those whose words are searched."""
    lines, words = [], []
    for number, name in enumerate(names, 1):
        accents, plain = keys_of_name(name.text)
        lines.append((number, name.iri, name.text, name.lang, accents, plain, int(name.full)))
        if name.searched:
            words.append((number, plain, accents))
    return lines, words


def keys_of_name(text: str) -> tuple[str, str]:
    """Give the keys of a name; what it lies in, behind commas, is shared by many and is made once.

    >>> keys_of_name("xã Vũ Lăng, huyện Bắc Sơn")
    ('xã vũ lăng huyện bắc sơn', 'xa vu lang huyen bac son')
    """
    parts = [_keys_of_part(part) for part in text.split(", ")]
    return " ".join(filter(None, (accents for accents, _ in parts))), " ".join(
        filter(None, (plain for _, plain in parts))
    )


@lru_cache(maxsize=65536)
def _keys_of_part(text: str) -> tuple[str, str]:
    return keys(text)


def _thing_rows(
    things: Sequence[Thing], names: Sequence[Name], preferred: Mapping[tuple[str, str], str]
) -> list[tuple[str, str, int, str, str, str, int]]:
    labels: dict[tuple[str, str], str] = {}
    contexts: dict[str, str] = {}
    for name in names:
        if name.full:
            labels.setdefault((name.iri, name.lang), name.text)
            _, comma, around = name.text.partition(", ")
            if comma and name.text.startswith(f"{preferred.get((name.iri, 'vi'))}, "):
                contexts[name.iri] = max(
                    contexts.get(name.iri, ""), around, key=lambda text: (len(text), text)
                )
    labels |= preferred
    ordered = sorted(
        things, key=lambda thing: (sort_key(labels.get((thing.iri, "vi"), thing.iri)), thing.iri)
    )
    return [
        (
            thing.iri, thing.kind, thing.facts,
            labels.get((thing.iri, "vi"), ""), labels.get((thing.iri, "en"), ""),
            contexts.get(thing.iri, "") if thing.kind in {"unit", "site"} else "", place,
        )
        for place, thing in enumerate(ordered)
    ]  # fmt: skip


def _preferred(store: ox.Store) -> dict[tuple[str, str], str]:
    """Labels proper, which go before variants: ``rdfs:label``, else ``dct:title``; of several the last."""
    found: dict[tuple[str, str], str] = {}
    for predicate in (DCTERMS.title, RDFS.label):
        quads = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
        texts = sorted(
            (quad.subject.value, quad.object.language or "", quad.object.value)
            for quad in quads
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        )
        found |= {(iri, lang): text for iri, lang, text in texts}
    return found


@dataclass(frozen=True)
class SearchIndex:
    """A search index, opened read-only; each call opens the file for itself, so threads may share it."""

    path: Path

    def rows(self, query: str, values: Mapping[str, object] | Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of an SQL query of ours.

        Raises:
            InputError: the file cannot be read.
        """
        try:
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as base:
                base.row_factory = sqlite3.Row
                return base.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise InputError(self.path, f"cannot be read ({error}); build the snapshot again") from error

    def kinds_of(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the kind of each IRI that is a thing; others are left out.

        Raises:
            InputError: the file cannot be read.
        """
        wanted = sorted(set(iris))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            rows = self.rows(f"SELECT iri, kind FROM thing WHERE iri IN ({marks})", batch)  # noqa: S608 - marks
            found |= {str(row["iri"]): str(row["kind"]) for row in rows}
        return found

    def search(
        self, text: str, *, kinds: Sequence[str] = (), lang: str = "vi", limit: int = 20, offset: int = 0
    ) -> SearchPage:
        """Find things by the words of their names; the last word may be unfinished.

        Order: the whole name with its accents, the whole name without, its beginning, its words with accents,
        its words; then full names before loose ones, more facts before fewer, Vietnamese order.

        Raises:
            InputError: the file cannot be read.
        """
        accents, plain = keys(text)
        if not plain:
            return SearchPage((), 0, {})
        found = self.rows(_SEARCH, _search_values(accents, plain))
        facets: dict[str, int] = {}
        for row in found:
            facets[row["kind"]] = facets.get(row["kind"], 0) + 1
        kept = [row for row in found if not kinds or row["kind"] in kinds]
        hits = tuple(
            Hit(row["iri"], row["kind"], label_of(row, lang), row["context"], row["text"], row["facts"])
            for row in kept[offset : offset + limit]
        )
        return SearchPage(hits, len(kept), dict(sorted(facets.items(), key=lambda item: (-item[1], item[0]))))


_SEARCH: Final = """
SELECT iri, kind, facts, label_vi, label_en, context, text, MIN(rank) AS best FROM (
  SELECT t.iri, t.kind, t.facts, t.label_vi, t.label_en, t.context, t.place, n.text,
    (CASE WHEN n.accents = :accents THEN 0
          WHEN n.plain = :plain THEN 2
          WHEN n.accents LIKE :accents_start THEN 4
          WHEN n.plain LIKE :plain_start THEN 6
          WHEN n.id IN (SELECT rowid FROM words WHERE words MATCH :accent_words) THEN 8
          ELSE 10 END) + (1 - n.full) AS rank
  FROM words JOIN name n ON n.id = words.rowid JOIN thing t ON t.iri = n.iri
  WHERE words MATCH :plain_words
) GROUP BY iri ORDER BY best, facts DESC, place
"""


def _search_values(accents: str, plain: str) -> dict[str, str]:
    return {
        "accents": accents,
        "plain": plain,
        "accents_start": f"{accents}%",
        "plain_start": f"{plain}%",
        "accent_words": fts_words("accents", accents),
        "plain_words": fts_words("plain", plain),
    }


def fts_words(column: str, key: str, *, last_is_prefix: bool = True) -> str:
    """Spell a full-text query for all words of a key; keys hold letters, digits and spaces only.

    >>> fts_words("plain", "bac so")
    'plain : ("bac" AND "so" *)'
    """
    words = [f'"{word}"' for word in key.split()]
    if last_is_prefix:
        words[-1] += " *"
    return f"{column} : ({' AND '.join(words)})"


def label_of(row: sqlite3.Row, lang: str) -> str:
    """Give the label of a row of ``thing`` by language: asked, other, IRI."""
    wanted, other = ("label_en", "label_vi") if lang == "en" else ("label_vi", "label_en")
    return str(row[wanted] or row[other] or row["iri"])
