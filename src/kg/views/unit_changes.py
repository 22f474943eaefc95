"""Changes of administrative units, with the versions on both sides and how much of each takes part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.store import Store
from kg.views.names import Days
from kg.views.rows import Row, ask_about, group_rows
from kg.vocab import KG, term_of

WHOLE, PART, UNKNOWN = (str(term_of("wholePart", share)) for share in ("whole", "part", "unknown"))
"""How much of a version takes part; ``WHOLE`` is what holds where the graph states no other share."""

_LINEAGE: Final = "SELECT DISTINCT ?v WHERE { VALUES ?own { $iris } $path }"
_CHANGES: Final = """SELECT DISTINCT ?change ?kind ?day ?earliest ?basis ?decided WHERE {
  VALUES ?v { $iris } ?change $side ?v ; kg:changeKind ?kind ; kg:changeDate ?day .
  OPTIONAL { ?change kg:changeDateEarliest ?earliest }
  OPTIONAL { ?change kg:legalBasis ?basis }
  OPTIONAL { ?change kg:decided ?decided } }"""
_PARTS: Final = """SELECT DISTINCT ?change ?side ?v ?extent WHERE {
  VALUES ?change { $iris } VALUES ?side { kg:changeBefore kg:changeAfter }
  ?change ?side ?v .
  OPTIONAL { ?part kg:changeOf ?change ; kg:unitVersion ?v ; kg:wholePart ?extent } }"""


@dataclass(frozen=True)
class Part:
    """One version in a change; ``extent`` is the IRI of whole, part or unknown."""

    version: str
    extent: str


@dataclass(frozen=True)
class Change:
    """How versions became others.

    Attributes:
        iri: of the change.
        kind: IRI of its kind.
        days: bounds of its day.
        basis: legal basis; empty where none is known.
        decided: whether the register knows for certain who took part.
        before, after: the versions; empty where no source names one.
    """

    iri: str
    kind: str
    days: Days
    basis: str
    decided: bool
    before: tuple[Part, ...]
    after: tuple[Part, ...]


async def read_lineage(store: Store, own: Iterable[str], *, forward: bool) -> set[str]:
    """Return the versions that some versions became, through any number of steps, or were made of."""
    path = "?v dct:replaces+ ?own" if forward else "?own dct:replaces+ ?v"
    rows = await ask_about(store, _LINEAGE.replace("$path", path), own)
    return {row["v"].value for row in rows}


async def read_changes(store: Store, versions: Iterable[str], *, ending: bool) -> list[Change]:
    """Return the changes in which some versions ended, or by which they began, oldest first."""
    side = "kg:changeBefore" if ending else "kg:changeAfter"
    rows = await ask_about(store, _CHANGES.replace("$side", side), versions)
    changes = {row["change"].value: row for row in rows}
    parts = group_rows(await ask_about(store, _PARTS, changes), "change")
    made = [_change(row, parts.get(iri, [])) for iri, row in changes.items()]
    return sorted(made, key=lambda change: (change.days.latest, change.iri))


def _change(row: Row, parts: Iterable[Row]) -> Change:
    listed = list(parts)

    def on(side: str) -> tuple[Part, ...]:
        found = {
            Part(part["v"].value, part["extent"].value if "extent" in part else WHOLE)
            for part in listed
            if part["side"].value == side
        }
        return tuple(sorted(found, key=lambda part: part.version))

    return Change(
        iri=row["change"].value,
        kind=row["kind"].value,
        days=Days(row.get("earliest", row["day"]).value, row["day"].value),
        basis=row["basis"].value if "basis" in row else "",
        decided="decided" not in row or row["decided"].value == "true",
        before=on(str(KG.changeBefore)),
        after=on(str(KG.changeAfter)),
    )
