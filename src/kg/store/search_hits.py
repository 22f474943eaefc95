"""What a search shows: the things that were found, each with the name by which it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.store.names import keys, without_zeros


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
    """Some hits, how many there are in all, and how many of each kind whatever kinds were asked for.

    Attributes:
        near: whether nothing has all the words, and the hits are things with a like name.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, int]
    near: bool = False


def read_hits(
    base: sqlite3.Connection, ids: Sequence[int], accents: str, plain: str, lang: str
) -> tuple[Hit, ...]:
    """Return things by their ids, in the order of the ids, with the names that were asked for.

    Args:
        base: the open index.
        ids: of the things.
        accents: key of what was asked, with accents.
        plain: the same without.
        lang: of the labels.
    """
    marks = ", ".join("?" * len(ids))
    rows = base.execute(f"SELECT * FROM thing WHERE id IN ({marks})", ids).fetchall()  # noqa: S608 - marks
    things = {row["id"]: row for row in rows}
    names = base.execute(f"SELECT * FROM name WHERE thing IN ({marks})", ids).fetchall()  # noqa: S608 - marks
    of_thing: dict[int, list[sqlite3.Row]] = {}
    for name in names:
        of_thing.setdefault(name["thing"], []).append(name)
    hits = []
    for row in (things[number] for number in ids):
        label = label_of(row, lang)
        name = _fitting(label, of_thing.get(row["id"], []), accents, plain)
        hits.append(Hit(row["iri"], row["kind"], label, row["context"], name, row["facts"]))
    return tuple(hits)


def _fitting(label: str, names: Sequence[sqlite3.Row], accents: str, plain: str) -> str:
    """Return the name that fits best what was asked for; the label where it has all the words."""
    words = without_zeros(plain).split()

    def count(key: str) -> int:
        own = without_zeros(key).split()
        return sum(any(mine.startswith(word) for mine in own) for word in words)

    def fit(name: sqlite3.Row) -> tuple[bool, bool, int, bool, int]:
        begins = name["plain"].startswith(plain)
        return (begins and name["accents"].startswith(accents), begins, count(name["plain"]),
                name["text"] == label, -len(name["text"]))  # fmt: skip

    if not names or count(keys(label)[1]) == len(words):
        return label
    return str(max(names, key=fit)["text"])


def label_of(row: sqlite3.Row, lang: str) -> str:
    """Give the label of a row of ``thing`` by language: asked, other, IRI."""
    wanted, other = ("label_en", "label_vi") if lang == "en" else ("label_vi", "label_en")
    return str(row[wanted] or row[other] or row["iri"])
