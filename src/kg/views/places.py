"""The units in a unit on a day: rows with counts, the way up, and the days on which something changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.rdf.terms import literal
from kg.store import Store
from kg.store.solutions import batches
from kg.views.rows import ask_about, ask_rows
from kg.views.unit_versions import (
    COMMUNE,
    COUNTRY,
    Standing,
    Version,
    newest_of,
    read_history,
    read_versions,
    read_within,
)

_ROOT: Final = f"SELECT ?unit WHERE {{ ?v kg:unitLevel {spell_iri(COUNTRY)} ; kg:versionOf ?unit }}"
_INSIDE: Final = """SELECT ?top ?level (COUNT(DISTINCT ?v) AS ?n) WHERE {
  VALUES ?top { $iris } $steps ?v kg:unitLevel ?level ; kg:validFrom ?since .
  FILTER(?since <= $day)
  OPTIONAL { ?v kg:validUntil ?until } FILTER(!BOUND(?until) || ?until > $day)
} GROUP BY ?top ?level"""
_HAPPENED: Final = """SELECT ?unit ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  VALUES ?unit { $iris } ?place kg:inArea ?unit . ?placement kg:unitVersion ?place .
  VALUES ?class { kg:Event kg:Directive } ?thing kg:placement ?placement ; a ?class .
} GROUP BY ?unit ?class"""
_DAYS: Final = """SELECT DISTINCT ?day WHERE {
  { ?v kg:versionOf $unit . ?v kg:validFrom|kg:validUntil ?day }
  UNION { ?v kg:versionOf $unit . ?low kg:within ?v . ?low kg:validFrom|kg:validUntil ?day }
  UNION { ?v kg:versionOf $unit . ?middle kg:within ?v . ?low kg:within ?middle .
          ?low kg:validFrom|kg:validUntil ?day } }"""
_ALL_DAYS: Final = "SELECT DISTINCT ?day WHERE { ?v kg:validFrom|kg:validUntil ?day }"


@dataclass(frozen=True)
class Row:
    """One unit in the list.

    Attributes:
        version: as it was on the day.
        standing: how sure that is.
        inside: level IRI → units in it on the day.
        happened: class IRI → events and directives there, in the geography of then, of today or of before.
    """

    version: Version
    standing: Standing
    inside: Mapping[str, int] = field(default_factory=dict)
    happened: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """What lies in a unit on a day.

    Attributes:
        unit: IRI.
        day: ISO; ``NEWEST`` where none was asked for.
        history: versions of the unit, oldest first.
        version: the one that stands on the day; None where none does.
        above: what it lies in, from the country down.
        rows: in the order of names; those that are only possible among them.
        totals: level IRI → units in all rows and below, without those that may only have begun.
        days: on which something changed here, oldest first (ISO).
    """

    unit: str
    day: str
    history: tuple[Version, ...]
    version: Version | None
    above: tuple[Version, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, int]
    days: tuple[str, ...]


async def read_root(store: Store) -> str | None:
    """Return the IRI of the country; None where the graph holds no register."""
    rows = await ask_rows(store, _ROOT)
    return min((row["unit"].value for row in rows), default=None)


async def read_days(store: Store, unit: str) -> tuple[str, ...]:
    """Return the days on which something changed in a unit, or up to two levels below it."""
    query = _DAYS.replace("$unit", spell_iri(unit))
    return tuple(sorted({row["day"].value for row in await ask_rows(store, query)}))


async def read_all_days(store: Store) -> tuple[str, ...]:
    """Return all days on which a version began or ended."""
    return tuple(sorted({row["day"].value for row in await ask_rows(store, _ALL_DAYS)}))


async def read_places(store: Store, unit: str, day: str, days: tuple[str, ...]) -> Places:
    """Return what lies in a unit on a day.

    Args:
        store: the graph.
        unit: IRI of a unit of the register.
        day: ISO, or ``NEWEST``.
        days: as ``read_days`` gave them.
    """
    history = tuple(await read_history(store, unit))
    standing = [version for version in history if version.standing(day) is not None]
    version = newest_of(history, day)
    if version is None:
        return Places(unit, day, history, None, (), (), {}, days)
    above = await read_versions(store, f"{spell_iri(version.iri)} kg:within+ ?v .")
    children = [
        (child, sure)
        for child in await read_within(store, [each.iri for each in standing])
        if (sure := child.standing(day)) is not None
    ]
    tops = {child.iri for child, _ in children if child.level != COMMUNE}
    inside = await _count_inside(store, tops, day, deep=version.level == COUNTRY)
    happened = await count_happened(store, {child.unit for child, _ in children})
    rows = tuple(
        Row(child, sure, inside.get(child.iri, {}), happened.get(child.unit, {})) for child, sure in children
    )
    order = {each.iri: each for each in above}
    return Places(unit, day, history, version, _downward(version, order), rows, _totals(rows), days)


def _downward(version: Version, above: Mapping[str, Version]) -> tuple[Version, ...]:
    found: list[Version] = []
    current = above.get(version.above)
    while current is not None:
        found.insert(0, current)
        current = above.get(current.above)
    return tuple(found)


async def _count_inside(
    store: Store, tops: Iterable[str], day: str, *, deep: bool
) -> dict[str, dict[str, int]]:
    """Count the units one level below each version, and two levels below where ``deep`` is set."""
    found: dict[str, dict[str, int]] = {}
    wanted = set(tops)
    steps = ["?v kg:within ?top .", "?middle kg:within ?top . ?v kg:within ?middle ."]
    for step in steps if deep else steps[:1]:
        query = _INSIDE.replace("$steps", step).replace("$day", _spell_day(day))
        for row in await ask_about(store, query, wanted):
            levels = found.setdefault(row["top"].value, {})
            levels[row["level"].value] = levels.get(row["level"].value, 0) + int(row["n"].value)
    return found


def _spell_day(day: str) -> str:
    return literal(date.fromisoformat(day))


async def count_happened(store: Store, units: Iterable[str]) -> dict[str, dict[str, int]]:
    """Count events and directives in each unit, in the geography of their day, of today or of before."""
    found: dict[str, dict[str, int]] = {}
    for batch in batches(units):
        for row in await ask_rows(store, _HAPPENED.replace("$iris", batch)):
            found.setdefault(row["unit"].value, {})[row["class"].value] = int(row["n"].value)
    return found


def _totals(rows: Iterable[Row]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in rows:
        if row.standing is not Standing.BEGINNING:
            for level, count in [(row.version.level, 1), *row.inside.items()]:
                totals[level] = totals.get(level, 0) + count
    return totals
