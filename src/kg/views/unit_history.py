"""The history of a unit: versions, changes before and after, what it is today, and what happened there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.views.names import Days
from kg.views.rows import ask_about, ask_rows
from kg.views.unit_changes import Change, read_changes, read_lineage
from kg.views.unit_versions import (
    COMMUNE,
    NEWEST,
    Standing,
    Version,
    read_history,
    read_versions_of,
    read_within,
)
from kg.vocab import KG

MOST_CHANGES: Final = 200
"""Changes of one side that are shown; a ward of a large city has fewer."""
MOST_EVENTS: Final = 20

_HEIRS: Final = f"""SELECT DISTINCT ?v WHERE {{ VALUES ?last {{ $iris }}
  ?part kg:within ?last . ?v dct:replaces* ?part . ?v kg:unitLevel {spell_iri(COMMUNE)} .
  FILTER NOT EXISTS {{ ?v kg:validUntil ?until }} }}"""
_EVENTS: Final = """SELECT DISTINCT ?event ?place ?first ?last ?how WHERE {
  VALUES ?how { kg:withinUnit kg:todayWithinUnit kg:formerlyWithinUnit } ?place ?how $unit .
  ?placement kg:unitVersion ?place . ?event kg:placement ?placement ; a kg:Event .
  OPTIONAL { ?event kg:earliestStart ?first }
  OPTIONAL { ?event kg:latestStart ?last } }"""
_GEOGRAPHIES: Final = (str(KG.withinUnit), str(KG.todayWithinUnit), str(KG.formerlyWithinUnit))


@dataclass(frozen=True)
class Happening:
    """One event in a unit.

    Attributes:
        event: IRI.
        days: bounds of its day.
        place: IRI of the version in which it took place.
        geography: ``then`` where that lay in the unit on that day, ``today`` where it lies in it now,
            ``before`` where it lay in it earlier.
    """

    event: str
    days: Days
    place: str
    geography: str


@dataclass(frozen=True)
class UnitHistory:
    """A unit through time.

    Attributes:
        unit: IRI.
        day: the day for which children are shown (ISO); ``NEWEST`` for the newest state.
        versions: oldest first.
        earlier: changes that led to it, oldest first.
        later: changes that it went into, oldest first.
        today: versions that stand and that it is, or became.
        heirs: of a unit that became nothing itself, the units of today that its parts are, or lie in.
        children: what lies in it on the day, with how sure that is.
        events: what happened there, newest first.
        total_events: how many there are; ``events`` may hold fewer.
        known: every version that occurs and what it lies in, by IRI.
    """

    unit: str
    day: str
    versions: tuple[Version, ...]
    earlier: tuple[Change, ...]
    later: tuple[Change, ...]
    today: tuple[Version, ...]
    heirs: tuple[Version, ...]
    children: tuple[tuple[Version, Standing], ...]
    events: tuple[Happening, ...]
    total_events: int
    known: Mapping[str, Version]

    @property
    def stands(self) -> bool:
        """Whether the unit itself stands today."""
        return any(version.unit == self.unit for version in self.today)

    @property
    def undecided(self) -> bool:
        """Whether some change leaves open what took part."""
        return any(not change.decided for change in (*self.earlier, *self.later))


async def read_unit_history(store: Store, unit: str, day: str = "") -> UnitHistory | None:
    """Return the history of a unit; None where the graph holds no version of it.

    Args:
        store: the graph.
        unit: IRI.
        day: ISO; by default the newest state, and for a unit that ended its last one.
    """
    versions = await read_history(store, unit)
    if not versions:
        return None
    own = {version.iri for version in versions}
    before = await read_lineage(store, own, forward=False)
    after = await read_lineage(store, own, forward=True)
    earlier = await read_changes(store, own | before, ending=False)
    later = await read_changes(store, own | after, ending=True)
    # A change between two versions of the unit itself led to it; it is told once.
    later = [change for change in later if change not in earlier]
    events = await _read_events(store, unit)
    parts = {part.version for change in (*earlier, *later) for part in (*change.before, *change.after)}
    heirs = await _read_heirs(store, versions[-1])
    occurring = {*own, *after, *parts, *heirs, *(event.place for event in events)}
    known = await read_versions_of(store, occurring)
    shown = day or versions[-1].last_day or NEWEST
    children = await _read_children(store, versions, shown)
    today = {iri for iri in own | after if not known[iri].until}
    return UnitHistory(
        unit=unit,
        day=shown,
        versions=tuple(known[version.iri] for version in versions),
        earlier=tuple(earlier[-MOST_CHANGES:]),
        later=tuple(later[:MOST_CHANGES]),
        today=_in_order(today, known),
        heirs=() if today else _in_order(heirs, known),
        children=children,
        events=tuple(events[:MOST_EVENTS]),
        total_events=len({event.event for event in events}),
        known=known,
    )


async def _read_heirs(store: Store, last: Version) -> set[str]:
    """Return the communes of today that the parts of a unit are, or lie in; none where the unit stands."""
    if not last.until:
        return set()
    return {row["v"].value for row in await ask_about(store, _HEIRS, [last.iri])}


def _in_order(iris: Iterable[str], known: Mapping[str, Version]) -> tuple[Version, ...]:
    return tuple(sorted((known[iri] for iri in iris), key=lambda version: (version.order, version.iri)))


async def _read_children(
    store: Store, versions: Iterable[Version], day: str
) -> tuple[tuple[Version, Standing], ...]:
    standing = [version.iri for version in versions if version.standing(day) is not None]
    children = ((child, child.standing(day)) for child in await read_within(store, standing))
    return tuple((child, sure) for child, sure in children if sure is not None)


async def _read_events(store: Store, unit: str) -> list[Happening]:
    found: dict[tuple[str, str], Happening] = {}
    rows = await ask_rows(store, _EVENTS.replace("$unit", spell_iri(unit)))
    for row in sorted(rows, key=lambda row: _GEOGRAPHIES.index(row["how"].value)):
        first, last = (row[name].value if name in row else "" for name in ("first", "last"))
        event, place = row["event"].value, row["place"].value
        geography = ("then", "today", "before")[_GEOGRAPHIES.index(row["how"].value)]
        found.setdefault((event, place), Happening(event, Days(first, last), place, geography))
    return sorted(
        found.values(),
        key=lambda each: (each.days.latest or each.days.earliest, each.event, each.place),
        reverse=True,
    )
