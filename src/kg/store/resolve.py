"""Finds which one thing an asker means by an id, an IRI or a label.

Order: an IRI or id; a full name ("huyện Bắc Sơn", "Chủ tịch UBND tỉnh Lai Châu"); a loose name ("Bắc Sơn");
the beginning of a name; its words in their order. The first that fits decides. Where accents were typed,
names that agree in them come first. Of several namesakes the one that alone has facts is taken, with a
notice; else the asker must choose.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.errors import AmbiguousError, UnknownError
from kg.rdf import iri
from kg.store.names import has_accents, keys, without_zeros
from kg.store.search import SearchIndex, fts_words
from kg.store.search_hits import label_of
from kg.vocab import DATA

KINDS_OF: Final[dict[str, tuple[str, ...]]] = {
    "agent": ("person", "organisation", "group", "unit", "delegation"),
    "place": ("unit", "site"),
    "iri": (),
    "person": ("person",),
    "post": ("post",),
    "organisation": ("organisation", "delegation"),
    "unit": ("unit",),
    "event": ("event",),
    "document": ("document",),
    "source": ("source",),
    "programme": ("programme",),
    "project": ("project",),
    "indicator": ("indicator",),
    "role": ("role",),
    "funding": ("funding",),
}
"""Kind of parameter → kinds of thing; empty = all."""

_ID_KINDS: Final = {"organisation": "org"}
_CANDIDATES: Final = 12
_COLUMNS: Final = (
    "t.iri, t.kind, t.facts, t.label_vi, t.label_en, t.context, t.place, n.text, n.accents, n.plain, n.full"
)


@dataclass(frozen=True)
class Resolved:
    """What was meant.

    Attributes:
        notices: what the asker should know of the choice, in the language asked.
    """

    iri: str
    label: str
    notices: tuple[str, ...] = ()


def resolve(index: SearchIndex, text: str, kind: str, lang: str = "vi") -> Resolved:
    """Return the thing that a text names.

    Args:
        index: of the snapshot.
        text: an id, an IRI or a label.
        kind: a key of ``KINDS_OF``.
        lang: of the label and the notices.

    Raises:
        AmbiguousError: several things bear the name; the candidates are listed, best first.
        UnknownError: nothing bears it; the nearest are listed.
    """
    found = _by_identifier(index, text.strip(), kind, lang)
    if found is not None:
        return found
    accents, plain = keys(text)
    if plain:
        for step in (_exact(full=1), _exact(full=0)):
            rows = _of_accents(step(index, plain, KINDS_OF[kind]), accents, plain)
            if rows:
                found = _choose(rows, text, lang)
                agrees = any(row["accents"] == accents for row in rows) or not has_accents(accents, plain)
                return found if agrees else _understood(found, text, lang)
        for choose in (_beginning, _in_order):
            rows = _of_accents(choose(index, plain, KINDS_OF[kind]), accents, plain, whole=False)
            if rows:
                return _understood(_choose(rows, text, lang), text, lang)
    raise UnknownError(_nothing(text, lang), _nearest(index, text, KINDS_OF[kind], lang))


def _by_identifier(index: SearchIndex, text: str, kind: str, lang: str) -> Resolved | None:
    if not text or any(character.isspace() for character in text):
        return None
    local = text.removeprefix(str(DATA)).removeprefix("id:")
    candidates = [f"{DATA}{local}"]
    head, slash, rest = local.partition("/")
    if slash:
        candidates.append(iri.of_kind(_ID_KINDS.get(head, head), rest))
    if text == local and kind != "iri":
        candidates += [iri.of_kind(_ID_KINDS.get(each, each), local) for each in KINDS_OF[kind]]
        candidates.append(iri.source(local))
    marks = ", ".join("?" * len(candidates))
    rows = index.rows(f"SELECT * FROM thing WHERE iri IN ({marks}) ORDER BY iri", candidates)  # noqa: S608 - marks
    kinds = KINDS_OF[kind]
    for row in rows:
        if not kinds or row["kind"] in kinds:
            return Resolved(row["iri"], label_of(row, lang))
    if kind == "iri" and text.startswith((str(DATA), "id:")):
        return Resolved(f"{DATA}{local}", local)
    return None


Step = Callable[[SearchIndex, str, Sequence[str]], list[sqlite3.Row]]


def _of_kinds(kinds: Sequence[str]) -> str:
    return f"AND t.kind IN ({', '.join(repr(kind) for kind in kinds)})" if kinds else ""


def _exact(*, full: int) -> Step:
    def step(index: SearchIndex, plain: str, kinds: Sequence[str]) -> list[sqlite3.Row]:
        return index.rows(
            f"SELECT {_COLUMNS} FROM name n JOIN thing t ON t.id = n.thing "  # noqa: S608 - our own words
            f"WHERE n.plain = :plain AND n.full >= :full {_of_kinds(kinds)} ORDER BY t.facts DESC, t.place",
            {"plain": plain, "full": full},
        )

    return step


def _with_words(index: SearchIndex, plain: str, kinds: Sequence[str]) -> list[sqlite3.Row]:
    return index.rows(
        f"SELECT {_COLUMNS} FROM words JOIN thing t ON t.id = words.rowid "  # noqa: S608 - our own words
        f"JOIN name n ON n.thing = t.id WHERE words MATCH :words {_of_kinds(kinds)} "
        "ORDER BY t.facts DESC, t.place, n.rowid",
        {"words": fts_words("{plain around_plain}", without_zeros(plain), last_is_prefix=False)},
    )


def _beginning(index: SearchIndex, plain: str, kinds: Sequence[str]) -> list[sqlite3.Row]:
    return index.rows(
        f"SELECT {_COLUMNS} FROM name n JOIN thing t ON t.id = n.thing "  # noqa: S608 - our own words
        f"WHERE n.plain >= :first AND n.plain < :after {_of_kinds(kinds)} "
        "ORDER BY t.facts DESC, t.place, n.rowid",
        # "!" follows the space in Unicode.
        {"first": f"{plain} ", "after": f"{plain}!"},
    )


def _in_order(index: SearchIndex, plain: str, kinds: Sequence[str]) -> list[sqlite3.Row]:
    asked = without_zeros(plain)
    rows = [
        row
        for row in _with_words(index, plain, kinds)
        if contains_in_order(without_zeros(row["plain"]), asked)
    ]
    # "Chủ tịch Lai Châu" is not meant to name the deputy ("Phó Chủ tịch …").
    head = plain.split()[0]
    return [row for row in rows if row["plain"].split()[0] == head] or rows


def contains_in_order(name: str, words: str) -> bool:
    """Tell whether a name has all the words in their order, perhaps with others between.

    >>> contains_in_order("chu tich uy ban nhan dan tinh lai chau", "chu tich lai chau")
    True
    """
    rest = iter(name.split())
    return all(word in rest for word in words.split())


def _of_accents(
    rows: list[sqlite3.Row], accents: str, plain: str, *, whole: bool = True
) -> list[sqlite3.Row]:
    if not has_accents(accents, plain):
        return rows
    if whole:
        return [row for row in rows if row["accents"] == accents] or rows
    return [row for row in rows if contains_in_order(row["accents"], accents)]


def _choose(rows: list[sqlite3.Row], text: str, lang: str) -> Resolved:
    things: dict[str, sqlite3.Row] = {}
    for row in rows:
        things.setdefault(row["iri"], row)
    ordered = sorted(things.values(), key=lambda row: (-row["facts"], row["place"]))
    best = ordered[0]
    if len(ordered) == 1:
        return Resolved(best["iri"], label_of(best, lang))
    with_facts = [row for row in ordered if row["facts"]]
    listed = tuple((row["iri"], _in_context(row, lang)) for row in ordered[:_CANDIDATES])
    if len(with_facts) != 1:
        raise AmbiguousError(_several(text, len(ordered), lang), listed)
    others = "; ".join(label for address, label in listed if address != best["iri"])
    return Resolved(best["iri"], label_of(best, lang), (_alone(text, _in_context(best, lang), others, lang),))


def _in_context(row: sqlite3.Row, lang: str) -> str:
    label = label_of(row, lang)
    return f"{label}, {row['context']}" if row["context"] else label


def _nearest(index: SearchIndex, text: str, kinds: Sequence[str], lang: str) -> tuple[tuple[str, str], ...]:
    """Things with a like name, best first; at most twelve."""
    page = index.search(text, kinds=kinds, lang=lang, limit=_CANDIDATES)
    return tuple((hit.iri, f"{hit.label}, {hit.context}" if hit.context else hit.label) for hit in page.hits)


def _understood(found: Resolved, text: str, lang: str) -> Resolved:
    vi, en = f"“{text}” được hiểu là {found.label}", f"“{text}” is understood as {found.label}"
    return Resolved(found.iri, found.label, (*found.notices, en if lang == "en" else vi))


def _alone(text: str, best: str, others: str, lang: str) -> str:
    if lang == "en":
        return f"“{text}” is taken as {best}; also so named, but without facts: {others}"
    return f"“{text}” được hiểu là {best}; cùng tên nhưng không có dữ kiện: {others}"


def _several(text: str, count: int, lang: str) -> str:
    if lang == "en":
        return f"“{text}” names {count} things; choose one and give its id"
    return f"“{text}” là tên của {count} đối tượng; hãy chọn một và ghi mã của nó"


def _nothing(text: str, lang: str) -> str:
    if lang == "en":
        return f"nothing is called “{text}”; check the spelling or choose one of the nearest"
    return f"không có gì mang tên “{text}”; hãy xem lại chính tả hoặc chọn tên gần nhất"
