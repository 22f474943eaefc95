"""Answers the question ``connection``: the steps of the shortest paths between two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from rdflib import XSD

from kg.errors import UsageError
from kg.rdf.iri import GRAPH_REGISTRY
from kg.rdf.terms import iri as spell_iri
from kg.store import Store
from kg.store.parameters import Bound
from kg.store.question_types import Words
from kg.store.solutions import Solution, Term
from kg.views.edges import Edge
from kg.views.found import Found
from kg.views.paths import MAX_NODES, Paths, find_paths
from kg.views.relations import RELATIONS
from kg.views.rows import PROLOGUE, ask_rows

Pair = tuple[str, str]

MOST_PATHS: Final = 50
"""Paths of an answer; of more equally short ones some are left out, with a notice."""

_BY_REGISTER: Final = frozenset({"within", "became"})
_WORDS: Final = {"relation": {name: Words(item.vi, item.en) for name, item in RELATIONS.items()}}
_RECORDS: Final = f"""SELECT DISTINCT ?source ?target ?kind ?claim WHERE {{
  VALUES (?source ?target) {{ $pairs }}
  {{ GRAPH <{GRAPH_REGISTRY}> {{ ?source ?forth ?target }}
     BIND(?source AS ?claim) BIND("registry" AS ?kind) }}
  UNION
  {{ GRAPH <{GRAPH_REGISTRY}> {{ ?target ?back ?source }}
     BIND(?target AS ?claim) BIND("registry" AS ?kind) }}
  UNION
  {{ ?claim kg:versionOf ?source ; kg:within ?above . ?above kg:versionOf ?target BIND("within" AS ?kind) }}
  UNION
  {{ ?before kg:versionOf ?source . ?claim kg:changeBefore ?before ; kg:changeAfter ?after .
     ?after kg:versionOf ?target BIND("became" AS ?kind) }}
}}"""


async def connect(store: Store, bound: Bound) -> Found:
    """Return the steps of the shortest paths between two things.

    Args:
        store: the graph.
        bound: ``from``, ``to`` and ``max_length``.

    Raises:
        UsageError: both are the same thing.
    """
    start, goal = bound.shown["from"]["id"], bound.shown["to"]["id"]
    if start == goal:
        raise UsageError(
            "from and to are the same thing; name two",
            vi="hai đầu là cùng một đối tượng; hãy nêu hai đối tượng",
        )
    longest = int(bound.shown["max_length"]["given"])
    paths = _in_order(await find_paths(store, start, goal, longest=longest, most=MOST_PATHS + 1))
    records = await _read_records(store, [edge for edge in paths.edges if not edge.claims])
    return Found(
        tuple(_solutions(paths, records)), _query(paths.edges), _WORDS, tuple(_notices(paths, longest))
    )


def _in_order(paths: Paths) -> Paths:
    """Put first the paths whose relations people mean first (a post before an event before an order)."""
    rank = {name: number for number, name in enumerate(RELATIONS)}
    best: dict[frozenset[str], int] = {}
    for edge in paths.edges:
        ends = frozenset((edge.source, edge.target))
        best[ends] = min(best.get(ends, len(rank)), rank[edge.kind])
    ordered = sorted(paths.paths, key=lambda path: ([best[frozenset(step)] for step in pairwise(path)], path))
    return replace(paths, paths=tuple(ordered))


async def _read_records(store: Store, edges: Iterable[Edge]) -> dict[tuple[Pair, str], tuple[str, ...]]:
    """Return what says relations that no source claims: entries of registries, unit versions and changes."""
    pairs = " ".join(sorted({f"({spell_iri(edge.source)} {spell_iri(edge.target)})" for edge in edges}))
    found: dict[tuple[Pair, str], set[str]] = {}
    if pairs:
        for row in await ask_rows(store, _RECORDS.replace("$pairs", pairs)):
            key = ((row["source"].value, row["target"].value), row["kind"].value)
            found.setdefault(key, set()).add(row["claim"].value)
    return {key: tuple(sorted(claims)) for key, claims in found.items()}


def _solutions(paths: Paths, records: dict[tuple[Pair, str], tuple[str, ...]]) -> Iterator[Solution]:
    between: dict[Pair, list[tuple[str, Edge]]] = {}
    for edge in paths.edges:
        between.setdefault((edge.source, edge.target), []).append(("forward", edge))
        between.setdefault((edge.target, edge.source), []).append(("backward", edge))
    for number, path in enumerate(paths.paths[:MOST_PATHS], 1):
        for step, (near, far) in enumerate(pairwise(path), 1):
            for direction, edge in between[near, far]:
                kind = edge.kind if edge.kind in _BY_REGISTER else "registry"
                claims = edge.claims or records.get(((edge.source, edge.target), kind), ())
                said = {
                    "path": _number(number),
                    "step": _number(step),
                    "from": Term(near, is_iri=True),
                    "relation": Term(edge.kind),
                    "direction": Term(direction),
                    "to": Term(far, is_iri=True),
                }
                if edge.detail:
                    said["detail"] = Term(edge.detail, is_iri=True)
                yield from ({**said, "claim": Term(claim, is_iri=True)} for claim in claims)
                if not claims:
                    yield said


def _number(value: int) -> Term:
    return Term(str(value), datatype=str(XSD.integer))


def _query(edges: Iterable[Edge]) -> str:
    """Spell the query that shows the same steps, for readers; empty where there are none."""
    pairs: dict[str, set[str]] = {}
    for edge in edges:
        pairs.setdefault(edge.kind, set()).add(f"({spell_iri(edge.source)} {spell_iri(edge.target)})")
    branches = [
        f"  {{\n    VALUES (?source ?target) {{ {' '.join(sorted(found))} }}\n"
        f'    {RELATIONS[kind].pattern}\n    BIND("{kind}" AS ?relation)\n  }}\n'
        for kind, found in sorted(pairs.items())
    ]
    head = "SELECT DISTINCT ?source ?relation ?target ?detail ?claim\nWHERE {\n"
    tail = "}\nORDER BY ?source ?relation ?target ?detail ?claim\n"
    return "".join((PROLOGUE, head, "  UNION\n".join(branches), tail)) if branches else ""


def _notices(paths: Paths, longest: int) -> Iterator[Words]:
    if not paths.complete:
        yield Words(
            f"tìm kiếm dừng sau {MAX_NODES} đối tượng; có thể còn đường nối chưa thấy",
            f"the search stopped after {MAX_NODES} things; there may be a path that it did not see",
        )
    elif len(paths.paths) > MOST_PATHS:
        yield Words(
            f"chỉ hiện {MOST_PATHS} đường ngắn nhất; còn nhiều đường khác dài như vậy",
            f"only {MOST_PATHS} of the shortest paths are shown; there are more of this length",
        )
    elif not paths.paths:
        yield Words(
            f"không có đường nối nào dài tối đa {longest} bước",
            f"there is no path of at most {longest} step(s)",
        )
