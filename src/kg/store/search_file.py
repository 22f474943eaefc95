"""Writes the search index of a snapshot, ``search.sqlite``; ``kg.store.search`` reads it.

Tables:

* ``thing`` (id, iri, kind, facts, label_vi, label_en, context, place, file, line): with file and line of its
  record where a build knows them. Ids rise in the order in which hits of equal rank are shown (more facts,
  higher unit, Vietnamese order) and hold the number of the kind in their last bits, so that the full-text
  table alone gives order and counts by kind.
* ``name`` (thing, text, lang, accents, plain, full): every name with its keys (``kg.store.names``).
* ``words``, full text (FTS5), one row a thing: its own names, each between two marks, and what it lies in.
* ``word`` (plain, things): the words of ``words`` for spelling, and how many things have them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, RDFS

from kg.errors import InputError
from kg.store.loading import load_graph
from kg.store.names import keys, without_zeros
from kg.store.search_names import KINDS, Name, Thing, gather_names, gather_things
from kg.text.collation import sort_key

KIND_NAMES: Final = tuple(dict.fromkeys(name for name, _ in KINDS))
"""Kinds of things by the number that ids hold."""
KIND_BITS: Final = 5
BEGIN: Final = "\ue000"
END: Final = "\ue001"
"""Marks around each name. Of Unicode's private use, so no key holds them and FTS5 takes them for words."""

_SCHEMA: Final = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, facts INTEGER, label_vi TEXT,
  label_en TEXT, context TEXT, place INTEGER, file TEXT, line INTEGER);
CREATE TABLE name (thing INTEGER, text TEXT, lang TEXT, accents TEXT, plain TEXT, full INTEGER);
CREATE TABLE word (plain TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (accents, plain, around_accents, around_plain, content='',
  tokenize="unicode61 remove_diacritics 0", prefix='1 2 3 4');
"""
_INDEXES: Final = """
CREATE INDEX name_plain ON name (plain);
CREATE INDEX name_thing ON name (thing);
CREATE INDEX thing_kind ON thing (kind);
INSERT INTO words (words) VALUES ('optimize');
"""


def write_search_index(
    graph: Path | ox.Store, target: Path, records: Mapping[str, tuple[str, int]] = MappingProxyType({})
) -> None:
    """Write the search index of a graph.

    Args:
        graph: an N-Quads file, or the loaded graph.
        target: the file to write; one that stands there is replaced.
        records: IRI → record file and line that make the thing.

    Raises:
        InputError: the graph cannot be read or the file not written.
    """
    store = load_graph(graph) if isinstance(graph, Path) else graph
    names = gather_names(store)
    things = _thing_rows(gather_things(store), names, _preferred(store))
    ids = {row[1]: row[0] for row in things}
    lines = [(*row, *records.get(row[1], ("", 0))) for row in things]
    of_thing: defaultdict[int, list[Name]] = defaultdict(list)
    for name in names:
        if name.iri in ids:
            of_thing[ids[name.iri]].append(name)
    target.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(target)) as base, base:
            base.executescript(_SCHEMA)
            base.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
            _write_names(base, of_thing)
            base.executescript(_INDEXES)
    except sqlite3.Error as error:
        raise InputError(target, f"cannot be written: {error}") from error


def _write_names(base: sqlite3.Connection, of_thing: Mapping[int, Sequence[Name]]) -> None:
    """Write the tables ``name``, ``words`` and ``word``."""
    counts: Counter[str] = Counter()
    for thing, names in sorted(of_thing.items()):
        rows = [(thing, name.text, name.lang, *keys_of_name(name.text), int(name.full)) for name in names]
        base.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", rows)
        texts = _texts_of(names)
        base.execute(
            "INSERT INTO words (rowid, accents, plain, around_accents, around_plain) VALUES (?, ?, ?, ?, ?)",
            (thing, *texts),
        )
        counts.update({*texts[1].split(), *texts[3].split()} - {BEGIN, END})
    base.executemany("INSERT INTO word VALUES (?, ?)", sorted(counts.items()))


def _texts_of(names: Sequence[Name]) -> tuple[str, str, str, str]:
    """What ``words`` holds of a thing: own names with accents and without, words around with and without."""
    own = dict.fromkeys(
        keys_of_name(name.text.removesuffix(f", {name.around}") if name.around else name.text)
        for name in names
    )
    around = [keys_of_name(name.around) for name in names if name.around]
    marked = [" ".join(f"{BEGIN} {without_zeros(pair[side])} {END}" for pair in own) for side in (0, 1)]
    beside = [
        " ".join(dict.fromkeys(word for pair in around for word in without_zeros(pair[side]).split()))
        for side in (0, 1)
    ]
    return marked[0], marked[1], beside[0], beside[1]


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
) -> list[tuple[int, str, str, int, str, str, str, int]]:
    labels: dict[tuple[str, str], str] = {}
    contexts: dict[str, str] = {}
    for name in names:
        if name.full:
            labels.setdefault((name.iri, name.lang), name.text)
            if name.around and name.text == f"{preferred.get((name.iri, 'vi'))}, {name.around}":
                contexts[name.iri] = max(
                    contexts.get(name.iri, ""), name.around, key=lambda text: (len(text), text)
                )
    labels |= preferred
    in_alphabet = sorted(
        things, key=lambda thing: (sort_key(labels.get((thing.iri, "vi"), thing.iri)), thing.iri)
    )
    places = {thing.iri: place for place, thing in enumerate(in_alphabet)}
    numbers = {name: number for number, name in enumerate(KIND_NAMES)}
    ordered = sorted(in_alphabet, key=lambda thing: (-thing.facts, thing.depth, places[thing.iri]))
    return [
        (
            rank << KIND_BITS | numbers[thing.kind], thing.iri, thing.kind, thing.facts,
            labels.get((thing.iri, "vi"), ""), labels.get((thing.iri, "en"), ""),
            contexts.get(thing.iri, "") if thing.kind in {"unit", "site"} else "", places[thing.iri],
        )
        for rank, thing in enumerate(ordered)
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
