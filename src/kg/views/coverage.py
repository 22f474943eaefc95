"""What the sources of a graph cover, by province, year and kind; and the provinces that none speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.store import Store
from kg.text.collation import sort_key
from kg.views.names import UNKNOWN, Days, Name, read_names
from kg.views.rows import ask_rows
from kg.vocab import term_of

_SOURCES: Final = """SELECT ?source ?kind (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?source a kg:SourceDocument .
  OPTIONAL { ?source kg:sourceKind ?kind }
  OPTIONAL { GRAPH ?source { ?claim prov:wasQuotedFrom ?passage } }
} GROUP BY ?source ?kind ORDER BY ?source"""

_PROVINCE: Final = f"<{term_of('unitLevel', 'province')}>"
_PROVINCES_OF_SOURCES: Final = f"""SELECT ?source ?province (COUNT(DISTINCT ?placement) AS ?n) WHERE {{
  {{ SELECT DISTINCT ?source ?placement ?unit WHERE {{
    GRAPH ?source {{ ?source a kg:SourceDocument . ?placement a kg:Placement ; kg:unit ?unit }} }} }}
  ?unit kg:inArea ?province . ?version kg:versionOf ?province ; kg:unitLevel {_PROVINCE}
}} GROUP BY ?source ?province ORDER BY ?source DESC(?n)"""

_PROVINCES_OF_TODAY: Final = f"""SELECT DISTINCT ?province WHERE {{
  ?version kg:versionOf ?province ; kg:unitLevel {_PROVINCE} .
  FILTER NOT EXISTS {{ ?version kg:validUntil ?until }} }}"""


@dataclass(frozen=True)
class CoveredSource:
    """One source.

    Attributes:
        kind: IRI of its kind; empty where none is stated.
        days: between which it was published.
        claims: statements that quote it.
        provinces: IRIs of the provinces where it places something, most often first.
    """

    iri: str
    kind: str
    days: Days
    claims: int
    provinces: tuple[str, ...]

    @property
    def year(self) -> str:
        """The year in which it was published, or the first and last possible one; empty for none."""
        years = sorted({day[:4] for day in (self.days.earliest, self.days.latest) if day})
        return "–".join(years) if self.days != UNKNOWN else ""


@dataclass(frozen=True)
class Coverage:
    """All sources, and what they leave out.

    Attributes:
        sources: by their day.
        uncovered: IRIs of the provinces of today in which no source places anything.
        names: of everything that occurs.
    """

    sources: tuple[CoveredSource, ...]
    uncovered: tuple[str, ...]
    names: Mapping[str, Name]

    @property
    def provinces(self) -> Mapping[str, Mapping[str, int]]:
        """Province → year → sources that place something there, most sources first."""
        found: dict[str, Counter[str]] = {}
        for source in self.sources:
            for province in source.provinces:
                found.setdefault(province, Counter())[source.year] += 1
        return dict(sorted(found.items(), key=lambda item: (-item[1].total(), item[0])))

    @property
    def years(self) -> tuple[str, ...]:
        """All years of sources, in order; empty for sources that no day bounds."""
        return tuple(sorted({source.year for source in self.sources}))

    @property
    def kinds(self) -> Mapping[str, int]:
        """Kind of source → how many."""
        return Counter(source.kind for source in self.sources)


async def read_coverage(store: Store) -> Coverage:
    """Return what the sources of the graph cover."""
    rows = await ask_rows(store, _SOURCES)
    placed: dict[str, list[str]] = {}
    for row in await ask_rows(store, _PROVINCES_OF_SOURCES):
        placed.setdefault(row["source"].value, []).append(row["province"].value)
    today = {row["province"].value for row in await ask_rows(store, _PROVINCES_OF_TODAY)}
    kinds = {row["source"].value: row["kind"].value for row in rows if "kind" in row}
    covered = {province for provinces in placed.values() for province in provinces}
    names = await read_names(
        store, {*(row["source"].value for row in rows), *kinds.values(), *today, *covered}
    )
    sources = [
        CoveredSource(
            iri := row["source"].value,
            kinds.get(iri, ""),
            names[iri].days,
            int(row["claims"].value),
            tuple(placed.get(iri, ())),
        )
        for row in rows
    ]
    ordered = sorted(sources, key=lambda source: (source.days.key, source.iri))
    uncovered = sorted(today - covered, key=lambda iri: sort_key(names[iri].label("vi").value))
    return Coverage(tuple(ordered), tuple(uncovered), names)
