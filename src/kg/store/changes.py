"""Tells by which changes of the register a place came to the area that was asked for, or out of it.

An event is in the version of a unit that stood on its day. Where that version did not lie in the area asked
for, the answer found it in the other geography: the area, or a unit above the version, became or was another.
The changes between are told with their day, kind and legal basis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from rdflib import DCTERMS, RDFS

from kg.store.contract import Store
from kg.store.labels import fetch_labels
from kg.store.parameters import Bound
from kg.store.question_types import Question
from kg.store.solutions import Solution, Term, batches, select
from kg.vocab import KG

_AROUND: Final = f"""
SELECT DISTINCT ?place ?around ?inside WHERE {{
  VALUES ?place {{ #PLACES }}
  {{ ?place <{KG.withinVersion}> ?around BIND(?place AS ?version) }} UNION
  {{ ?version <{KG.versionOf}> ?place ; <{KG.withinVersion}> ?around }} UNION
  {{ ?place <{KG.jurisdiction}> ?unit . ?version <{KG.versionOf}> ?unit ; <{KG.withinVersion}> ?around }}
  UNION
  {{ ?place <{KG.ofUnit}> ?unit . ?version <{KG.versionOf}> ?unit ; <{KG.withinVersion}> ?around }}
  OPTIONAL {{ ?version <{KG.withinUnit}> ?inside . FILTER(?inside = #AREA) }}
}}
"""
_STEPS: Final = f"""
SELECT DISTINCT ?around ?change ?kind ?earliest ?day ?basis ?from ?to WHERE {{
  VALUES ?around {{ #AROUND }}
  #CHAIN
  ?end <{KG.within}>* ?container . ?container <{KG.versionOf}> #AREA .
  ?change <{KG.changeKind}> ?kind ; <{KG.changeDate}> ?day .
  ?before <{RDFS.label}> ?from . ?after <{RDFS.label}> ?to .
  OPTIONAL {{ ?change <{KG.changeDateEarliest}> ?earliest }}
  OPTIONAL {{ ?change <{KG.legalBasis}> ?basis }}
}}
"""
# Two queries: an engine follows a path from a version that is known, the paths of a UNION from all there are.
_ONWARD: Final = f"""
  ?around ^<{DCTERMS.replaces}>* ?before . ?change <{KG.changeBefore}> ?before ; <{KG.changeAfter}> ?after .
  ?after ^<{DCTERMS.replaces}>* ?end .
"""
_BACK: Final = f"""
  ?around <{DCTERMS.replaces}>* ?after . ?change <{KG.changeAfter}> ?after ; <{KG.changeBefore}> ?before .
  ?before <{DCTERMS.replaces}>* ?end .
"""


@dataclass(frozen=True, order=True)
class Change:
    """One step from a version to another.

    Attributes:
        day: the last day on which it can have happened.
        earliest: the first, empty where the day is known.
        iri: the change.
        kind: IRI of its kind.
        before, after: labels of the versions.
    """

    day: str
    iri: str
    kind: str
    earliest: str
    before: str
    after: str
    legal_basis: str

    def in_words(self, kind: str) -> str:
        """Say the change in one line.

        >>> Change("2025-07-01", "urn:c", "urn:k", "", "xã A", "xã B", "Nghị quyết 1").in_words("merge")
        '2025-07-01, merge: xã A → xã B (Nghị quyết 1)'
        """
        days = f"{self.earliest}…{self.day}" if self.earliest else self.day
        basis = f" ({self.legal_basis})" if self.legal_basis else ""
        return f"{days}, {kind}: {self.before} → {self.after}{basis}"


async def tell_changes(
    store: Store, question: Question, bound: Bound, solutions: Sequence[Solution], lang: str
) -> Sequence[Solution]:
    """Return the solutions, each with the changes that lead from its version to the area asked for.

    A solution with several changes comes back once for each. Solutions of questions that tell no changes, or
    that were asked without an area, come back as they are.

    Args:
        store: the graph.
        question: its ``changes`` say which variables hold version and area, and which column takes the words.
        bound: the parameters.
        solutions: of the query.
        lang: ``vi`` or ``en``.
    """
    told = question.changes
    area = bound.values.get(told.area) if told is not None else None
    if told is None or not isinstance(area, str):
        return solutions
    versions = {solution[told.version].value for solution in solutions if told.version in solution}
    chains = await fetch_chains(store, area, versions)
    kinds = await fetch_labels(store, {step.kind for chain in chains.values() for step in chain}, lang)
    found: list[Solution] = []
    for solution in solutions:
        chain = chains.get(solution[told.version].value) if told.version in solution else None
        if not chain:
            found.append(solution)
            continue
        for step in chain:
            words = Term(step.in_words(kinds[step.kind].text))
            change = Term(step.iri, is_iri=True)
            found.append({**solution, told.column: words, f"{told.column}_id": change})
    return found


async def fetch_chains(store: Store, area: str, places: Iterable[str]) -> Mapping[str, tuple[Change, ...]]:
    """Return for each place outside an area the changes between it and the area, oldest first.

    Args:
        store: the graph.
        area: the unit, spelled in N-Triples.
        places: IRIs of unit versions, units, or bodies of units; those that lay in the area at their own time
            are absent.
    """
    around: defaultdict[str, set[str]] = defaultdict(set)
    for batch in batches(places):
        rows = await select(store, _AROUND.replace("#AREA", area).replace("#PLACES", batch))
        inside = {row["place"].value for row in rows if "inside" in row}
        for row in rows:
            if row["place"].value not in inside:
                around[row["around"].value].add(row["place"].value)
    found: defaultdict[str, set[Change]] = defaultdict(set)
    for batch, chain in product(list(batches(around)), (_ONWARD, _BACK)):
        query = _STEPS.replace("#CHAIN", chain).replace("#AREA", area).replace("#AROUND", batch)
        for row in await select(store, query):
            names = ("day", "change", "kind", "earliest", "from", "to", "basis")
            step = Change(*(row[name].value if name in row else "" for name in names))
            for place in around[row["around"].value]:
                found[place].add(step)
    return {place: tuple(sorted(steps)) for place, steps in found.items()}
