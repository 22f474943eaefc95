"""Versions of administrative units with their bounds, many at once, and whether each stands on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.store.solutions import batches
from kg.text.collation import SortKey, sort_key
from kg.views.names import Days
from kg.views.rows import Row, ask_about, ask_rows
from kg.vocab import KG, term_of

NEWEST: Final = "9999-12-31"
"""The day that stands for the newest state: what has no end stands on it."""

COUNTRY, PROVINCE, DISTRICT, COMMUNE = (
    str(term_of("unitLevel", level)) for level in ("country", "province", "district", "commune")
)

_QUERY: Final = """SELECT DISTINCT ?v ?unit ?label ?type ?level ?above ?code ?since ?sinceEarliest ?until
  ?untilEarliest ?basis ?point
WHERE {
  $seed
  ?v kg:versionOf ?unit ; rdfs:label ?label ; kg:unitLevel ?level ; kg:validFrom ?since .
  OPTIONAL { ?v kg:unitType ?type }
  OPTIONAL { ?v kg:within ?above }
  OPTIONAL { ?v kg:code ?code }
  OPTIONAL { ?v kg:validFromEarliest ?sinceEarliest }
  OPTIONAL { ?v kg:validUntil ?until }
  OPTIONAL { ?v kg:validUntilEarliest ?untilEarliest }
  OPTIONAL { ?v kg:legalBasis ?basis }
  OPTIONAL { ?v geo:asWKT ?point }
}"""
_POINT: Final = re.compile(r"POINT ?\((-?[\d.]+) (-?[\d.]+)\)")


class Standing(StrEnum):
    """How sure it is that a version stands on a day."""

    CERTAIN = "certain"
    ENDING = "ending"
    """It stood in the last list before that day, and no longer in the first one after it."""
    BEGINNING = "beginning"
    """It was not in the last list before that day, and is in the first one after it."""


@dataclass(frozen=True)
class Version:
    """What a unit was between two days.

    Attributes:
        iri: of the version.
        unit: IRI of the unit.
        label: type and name, in Vietnamese.
        type: the type word.
        level: IRI of the level.
        above: IRI of the version that it lies in; empty for the country.
        code: of the statistics office; empty where there is none.
        since, until: first day on which it is known to stand, first on which it no longer stands (ISO; empty:
            it stands).
        since_earliest, until_earliest: the other bounds; empty where unknown.
        basis: legal basis of the start; empty where none is known.
        point: longitude and latitude, where they are known.
    """

    iri: str
    unit: str
    label: str
    type: str
    level: str
    above: str
    code: str
    since: str
    since_earliest: str
    until: str
    until_earliest: str
    basis: str
    point: tuple[float, float] | None

    @property
    def name(self) -> str:
        """Name without the type."""
        return self.label.removeprefix(f"{self.type} ")

    @property
    def called(self) -> str:
        """What to call it: the label, of the country the name alone."""
        return self.name if self.level == COUNTRY else self.label

    @property
    def order(self) -> tuple[SortKey, str, str]:
        """Sorts by name as Vietnamese dictionaries do, then by type and code."""
        return (sort_key(self.name), self.type, self.code)

    @property
    def start(self) -> Days:
        """Bounds of the day on which it began."""
        return Days(self.since_earliest, self.since)

    @property
    def end(self) -> Days:
        """Bounds of the first day on which it no longer stood; unknown where it stands."""
        return Days(self.until_earliest or self.until, self.until)

    @property
    def last_day(self) -> str:
        """The last day on which it is sure to have stood (ISO); empty where it stands."""
        if not self.until:
            return ""
        before = date.fromisoformat(self.until_earliest or self.until) - timedelta(days=1)
        return max(before.isoformat(), self.since)

    def standing(self, day: str) -> Standing | None:
        """Tell whether it stands on a day; None where its bounds leave no room for that."""
        if self.until and day >= self.until:
            return None
        if day < self.since:
            return Standing.BEGINNING if self.since_earliest and day >= self.since_earliest else None
        return Standing.ENDING if self.until_earliest and day >= self.until_earliest else Standing.CERTAIN


async def read_versions(store: Store, seed: str) -> list[Version]:
    """Return the versions that a graph pattern binds to ``?v``, in the order of names."""
    found = {row["v"].value: row for row in await ask_rows(store, _QUERY.replace("$seed", seed))}
    return sorted(map(_version, found.values()), key=lambda version: (version.order, version.iri))


async def read_versions_of(store: Store, iris: Iterable[str]) -> dict[str, Version]:
    """Return versions by their IRI, with all that they lie in."""
    found: dict[str, Version] = {}
    for batch in batches(iris):
        for version in await read_versions(store, f"VALUES ?low {{ {batch} }} ?low kg:within* ?v ."):
            found[version.iri] = version
    return found


async def read_history(store: Store, unit: str) -> list[Version]:
    """Return the versions of a unit, oldest first."""
    versions = await read_versions(store, f"?v kg:versionOf {spell_iri(unit)} .")
    return sorted(versions, key=lambda version: version.since)


async def read_within(store: Store, above: Iterable[str]) -> list[Version]:
    """Return the versions that lie directly in some others."""
    found: list[Version] = []
    for batch in batches(above):
        found += await read_versions(store, f"VALUES ?above {{ {batch} }} ?v kg:within ?above .")
    return found


async def read_points(store: Store) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of every version that has a point, by the IRI of the version."""
    rows = await ask_rows(store, "SELECT ?v ?point WHERE { ?v geo:asWKT ?point ; kg:versionOf ?unit }")
    found = ((row["v"].value, _point(row["point"].value)) for row in rows)
    return {iri: point for iri, point in found if point is not None}


async def read_points_of(store: Store, places: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of places, by their IRI; places without a point are left out.

    Versions and sites have their own; a unit has that of its last version with a point.
    """
    query = """SELECT ?place ?since ?point WHERE { VALUES ?place { $iris }
      { ?place geo:asWKT ?point } UNION { ?v kg:versionOf ?place ; geo:asWKT ?point ; kg:validFrom ?since }
    } ORDER BY ?place ?since ?point"""
    rows = await ask_about(store, query, places)
    found = ((row["place"].value, _point(row["point"].value)) for row in rows)
    return {iri: point for iri, point in found if point is not None}


def _point(text: str) -> tuple[float, float] | None:
    match = _POINT.fullmatch(text)
    return (float(match[1]), float(match[2])) if match else None


def lineage(version: Version, known: Mapping[str, Version]) -> tuple[Version, ...]:
    """Return what a version lies in, the nearest first, without the country."""
    found: list[Version] = []
    above = known.get(version.above)
    while above is not None and above.level != COUNTRY:
        found.append(above)
        above = known.get(above.above)
    return tuple(found)


def newest_of(versions: Iterable[Version], day: str) -> Version | None:
    """Return the version that stands on a day; where bounds allow several, the one that lists last showed."""
    standing = {version.standing(day): version for version in versions}
    return standing.get(Standing.CERTAIN) or standing.get(Standing.ENDING) or standing.get(Standing.BEGINNING)


def _version(row: Row) -> Version:
    def text(name: str) -> str:
        return row[name].value if name in row else ""

    return Version(
        iri=text("v"),
        unit=text("unit"),
        label=text("label"),
        type=text("type"),
        level=text("level"),
        above=text("above"),
        code=text("code"),
        since=text("since"),
        since_earliest=text("sinceEarliest"),
        until=text("until"),
        until_earliest=text("untilEarliest"),
        basis=text("basis"),
        point=_point(text("point")),
    )


def is_unit(classes: Iterable[str]) -> bool:
    """Tell whether a thing of some classes is an administrative unit."""
    return str(KG.AdministrativeUnit) in set(classes)
