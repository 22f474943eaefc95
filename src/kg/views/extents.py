"""When the relations of a network held: bounds from the graph, and three values for a day.

A post is held as long as its tenure lasts; a unit lies within another as long as one of its versions does.
All other relations come to be with what says them (an event, a document, a directive, a publication) and are
not undone later: their start is that of the latest of both ends and the claims. Bounds are half-open as
everywhere (model, section 3.1). A relation of which neither ends nor claims are dated has no extent: it is
drawn on every day, as *not stated*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.store.solutions import Term
from kg.views.edges import Edge
from kg.views.rows import Row, ask_about, ask_rows
from kg.vocab import ELI, KG

CERTAIN: Final = "certain"
POSSIBLE: Final = "possible"
NOT_STATED: Final = "not stated"

_BOUNDS: Final[Mapping[str, tuple[str, ...]]] = {
    str(KG.earliestStart): ("earliest_start",),
    str(KG.latestStart): ("latest_start",),
    str(KG.earliestEnd): ("earliest_end",),
    str(KG.latestEnd): ("latest_end",),
    str(ELI.date_document): ("earliest_start", "latest_start"),
    str(KG.validFromEarliest): ("earliest_start",),
    str(KG.validFrom): ("latest_start",),
    str(KG.validUntilEarliest): ("earliest_end",),
    str(KG.validUntil): ("latest_end",),
    str(KG.changeDateEarliest): ("earliest_start",),
    str(KG.changeDate): ("latest_start",),
}
"""The bounds that each property of a dated thing gives."""
_DATED: Final = f"?dated ?bound ?day FILTER(?bound IN ({', '.join(f'<{name}>' for name in _BOUNDS)}))"
_OWN: Final = f"SELECT (?dated AS ?x) ?dated ?bound ?day WHERE {{ VALUES ?dated {{ $iris }} {_DATED} }}"
_TENURES: Final = (
    f"SELECT ?x ?dated ?bound ?day WHERE {{ VALUES ?x {{ $iris }} ?dated kg:attestedBy ?x . {_DATED} }}"
)
_VERSIONS: Final = f"""SELECT ?source ?target ?dated ?bound ?day WHERE {{
  VALUES (?source ?target) {{ $pairs }}
  ?dated kg:versionOf ?source ; kg:within ?above . ?above kg:versionOf ?target . {_DATED} }}"""
_CHANGES: Final = f"""SELECT ?source ?target ?dated ?bound ?day WHERE {{
  VALUES (?source ?target) {{ $pairs }}
  ?before kg:versionOf ?source . ?after kg:versionOf ?target .
  ?dated kg:changeBefore ?before ; kg:changeAfter ?after . {_DATED} }}"""
_BY_PAIR: Final = {"within": _VERSIONS, "became": _CHANGES}
_PAIRS: Final = 100
"""Pairs of one query."""


@dataclass(frozen=True)
class Extent:
    """Between which days a relation held; bounds are ISO days, empty where unknown.

    Attributes:
        lasting: whether it ends at all; what does not holds from its start for good.
    """

    earliest_start: str = ""
    latest_start: str = ""
    earliest_end: str = ""
    latest_end: str = ""
    lasting: bool = False

    @property
    def days(self) -> tuple[str, ...]:
        """The days on which what can be said of it changes."""
        return tuple(
            filter(None, (self.earliest_start, self.latest_start, self.earliest_end, self.latest_end))
        )

    def on(self, day: str) -> str:
        """Tell whether it held on a day: ``certain``, ``possible``, or empty where that is excluded.

        >>> tenure = Extent("", "2020-05-27", "2022-06-23", "2023-01-01", lasting=True)
        >>> [tenure.on(day) for day in ("2020-01-01", "2021-01-01", "2022-12-31", "2023-01-01")]
        ['possible', 'certain', 'possible', '']
        """
        if (self.earliest_start and day < self.earliest_start) or (
            self.latest_end and day >= self.latest_end
        ):
            return ""
        begun = bool(self.latest_start) and self.latest_start <= day
        lasts = not self.lasting or (day < self.earliest_end if self.earliest_end else False)
        return CERTAIN if begun and lasts else POSSIBLE


Extents = Mapping[Edge, tuple[Extent, ...]]
"""Edges with the spans in which they held; none where nothing is dated."""


async def read_extents(store: Store, edges: Iterable[Edge]) -> Extents:
    """Read when relations held."""
    found = sorted(set(edges))
    ends = {end for edge in found for end in (edge.source, edge.target)}
    claims = {claim for edge in found for claim in edge.claims}
    own = _gather(await ask_about(store, _OWN, ends | claims), lasting=False)
    attested = {claim for edge in found if edge.kind == "holds" for claim in edge.claims}
    tenures = _gather(await ask_about(store, _TENURES, attested), lasting=True)
    by_pair = {kind: await _read_pairs(store, kind, found) for kind in _BY_PAIR}
    extents: dict[Edge, tuple[Extent, ...]] = {}
    for edge in found:
        if edge.kind in by_pair:
            extents[edge] = by_pair[edge.kind].get((edge.source, edge.target), ())
        elif edge.kind == "holds":
            spans = (extent for claim in edge.claims for extent in tenures.get((claim,), ()))
            extents[edge] = tuple(dict.fromkeys(spans))
        else:
            extents[edge] = _joined(edge, own)
    return extents


def days_of(extents: Extents) -> tuple[str, ...]:
    """The ISO days on which one of some relations begins or ends, sorted."""
    return tuple(sorted({day for spans in extents.values() for span in spans for day in span.days}))


def keep_standing(extents: Extents, day: str) -> tuple[Edge, ...]:
    """Keep the relations that stood on an ISO day, each with how sure that is."""
    kept = []
    for edge, spans in extents.items():
        values = {span.on(day) for span in spans} - {""}
        if values or not spans:
            certainty = CERTAIN if CERTAIN in values else POSSIBLE if values else NOT_STATED
            kept.append(replace(edge, certainty=certainty))
    return tuple(kept)


async def _read_pairs(
    store: Store, kind: str, edges: Iterable[Edge]
) -> dict[tuple[str, ...], tuple[Extent, ...]]:
    pairs = [f"({spell_iri(edge.source)} {spell_iri(edge.target)})" for edge in edges if edge.kind == kind]
    rows: list[Row] = []
    for start in range(0, len(pairs), _PAIRS):
        query = _BY_PAIR[kind].replace("$pairs", " ".join(pairs[start : start + _PAIRS]))
        rows.extend(await ask_rows(store, query))
    found = _gather(rows, lasting=False)
    return {pair: tuple(_settle(kind, extent) for extent in extents) for pair, extents in found.items()}


def _settle(kind: str, extent: Extent) -> Extent:
    """Read bounds as the register means them: a version without an end stands; most changes have one day."""
    if kind == "within":
        return replace(extent, lasting=bool(extent.latest_end))
    return replace(extent, earliest_start=extent.earliest_start or extent.latest_start)


def _gather(rows: Iterable[Row], *, lasting: bool) -> dict[tuple[str, ...], tuple[Extent, ...]]:
    """Join the bounds of each dated thing, under the IRIs that were asked about."""
    bounds: defaultdict[tuple[str, ...], defaultdict[str, dict[str, str]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in rows:
        key = tuple(row[name].value for name in ("x", "source", "target") if name in row)
        said = bounds[key][row["dated"].value]
        for name in _BOUNDS[row["bound"].value]:
            said[name] = _wider(name, said.get(name, ""), row["day"])
    return {
        key: tuple(Extent(**said, lasting=lasting) for _, said in sorted(things.items()))
        for key, things in sorted(bounds.items())
    }


def _wider(name: str, known: str, day: Term) -> str:
    """Of two values of one bound the one that excludes less."""
    if not known:
        return day.value
    return min(known, day.value) if name.startswith("earliest") else max(known, day.value)


def _joined(edge: Edge, own: Mapping[tuple[str, ...], tuple[Extent, ...]]) -> tuple[Extent, ...]:
    """The start of a relation that is not undone: the latest of the starts of its ends and claims."""
    starts = [own[(iri,)][0] for iri in (edge.source, edge.target, *edge.claims) if (iri,) in own]
    if not starts:
        return ()
    earliest = max(extent.earliest_start for extent in starts)
    latest = [extent.latest_start for extent in starts]
    return (Extent(earliest, max(latest) if all(latest) else ""),)
