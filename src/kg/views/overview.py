"""The whole graph at a glance: things gathered by kind or by province, and how many relations join them.

By kind, every relation that networks show is counted between the kinds of its ends. By province, a relation
leads from the province of a body, or of the body in which a participant holds a post, to the province in
which an event took place; it counts events. A thing of several kinds counts as the first of them
(``kg.views.kinds``). The build counts once and keeps the tallies in the snapshot (``overview.json``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kg.store import Store
from kg.store.manifest import damaged
from kg.views.edges import Edge
from kg.views.kinds import KINDS, Kind
from kg.views.layout import LANE, ROW
from kg.views.names import Name, read_names
from kg.views.network import Network
from kg.views.relations import RELATIONS, USUAL
from kg.views.rows import Row, ask_rows
from kg.views.unit_versions import PROVINCE

FILE: Final = "overview.json"
"""Name of the file of a snapshot with ``{"kind" | "province": {"sizes": {IRI: n}, "weights": [[source,
relation, target, n]]}}``."""

_KINDS: Final = tuple(kind for kind in KINDS.values() if kind.classes)
_LEFT_OUT: Final = frozenset({"version", "change", "period", "mention", "passage", "term", "tenure"})
"""Kinds that stand between things or describe the graph itself."""
_RANKS: Final = " ".join(f"(<{iri}> {rank})" for rank, kind in enumerate(_KINDS) for iri in kind.classes)
_COUNT: Final = f"""SELECT ?rank (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?x (MIN(?r) AS ?rank) WHERE {{ VALUES (?class ?r) {{ {_RANKS} }} ?x a ?class }} GROUP BY ?x }}
}} GROUP BY ?rank"""
_JOINED: Final = f"""SELECT ?near ?far (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?source ?target (MIN(?s) AS ?near) (MIN(?t) AS ?far) WHERE {{
    {{ SELECT DISTINCT ?source ?target WHERE {{ $pattern }} }}
    ?source a ?source_class . VALUES (?source_class ?s) {{ {_RANKS} }}
    ?target a ?target_class . VALUES (?target_class ?t) {{ {_RANKS} }}
  }} GROUP BY ?source ?target }}
}} GROUP BY ?near ?far"""
_WHERE: Final = f"""SELECT DISTINCT ?event ?province WHERE {{
  ?event a kg:Event ; kg:placement/kg:unitVersion/kg:withinUnit ?province .
  ?version kg:versionOf ?province ; kg:unitLevel <{PROVINCE}> }}"""
_WHO: Final = """SELECT DISTINCT ?event ?body WHERE {
  { ?part kg:event ?event ; kg:agent ?body . ?body a kg:Organisation }
  UNION
  { ?part kg:event ?event ; kg:agent ?person . ?claim kg:person ?person ; kg:post/org:postIn ?body } }"""
_HOME: Final = f"""SELECT DISTINCT ?body ?province WHERE {{
  {{ ?body kg:jurisdiction ?province }}
  UNION
  {{ ?body kg:jurisdiction ?unit . ?inside kg:versionOf ?unit ; kg:withinUnit ?province }}
  ?version kg:versionOf ?province ; kg:unitLevel <{PROVINCE}> }}"""
_TAKING_PART: Final = "took-part"


class Grouping(StrEnum):
    """By what things are gathered."""

    KIND = "kind"
    PROVINCE = "province"


@dataclass(frozen=True)
class Tally:
    """How many things each group has, and how many relations join two of them.

    Attributes:
        sizes: by the IRI of the group: of a kind the first of its classes, of a province its unit.
        weights: by (group, relation, group).
    """

    sizes: Mapping[str, int]
    weights: Mapping[tuple[str, str, str], int]


async def count_groups(store: Store, by: Grouping) -> Tally:
    """Count things, or events by province, and what joins their groups."""
    return await (_count_kinds(store) if by is Grouping.KIND else _count_provinces(store))


def write_tallies(path: Path, tallies: Mapping[Grouping, Tally]) -> None:
    """Write tallies as JSON; equal ones give equal bytes."""
    data = {
        by.value: {
            "sizes": dict(sorted(tally.sizes.items())),
            "weights": [[*key, n] for key, n in sorted(tally.weights.items())],
        }
        for by, tally in tallies.items()
    }
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_tallies(path: Path) -> dict[Grouping, Tally]:
    """Read what ``write_tallies`` wrote; nothing where there is no such file.

    Raises:
        InputError: the file is damaged.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        return {
            by: Tally(
                data[by.value]["sizes"],
                {(source, kind, target): n for source, kind, target, n in data[by.value]["weights"]},
            )
            for by in Grouping
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path, error) from error


async def show_groups(store: Store, by: Grouping, tally: Tally) -> Network:
    """Draw groups in two columns in the order of their size; relations within a group are loops."""
    ordered = sorted(tally.sizes, key=lambda iri: (-tally.sizes[iri], iri))
    known = {_iri(kind): _name(kind) for kind in _KINDS}
    names = known if by is Grouping.KIND else await read_names(store, ordered)
    spots = {
        iri: ((number % 2 - 0.5) * LANE * 1.2, number // 2 * ROW * 1.1) for number, iri in enumerate(ordered)
    }
    weights = {Edge(source, target, kind): n for (source, kind, target), n in tally.weights.items()}
    found = {iri: names[iri] for iri in ordered}
    return Network(found, tuple(sorted(weights)), positions=spots, sizes=tally.sizes, weights=weights)


async def _count_kinds(store: Store) -> Tally:
    sizes = {
        _iri(kind): int(row["n"].value)
        for row in await ask_rows(store, _COUNT)
        if (kind := _KINDS[int(row["rank"].value)]).name not in _LEFT_OUT
    }
    weights: dict[tuple[str, str, str], int] = {}
    for name in USUAL:
        for row in await ask_rows(store, _JOINED.replace("$pattern", RELATIONS[name].pattern)):
            near, far = (_iri(_KINDS[int(row[end].value)]) for end in ("near", "far"))
            if near in sizes and far in sizes:
                weights[near, name, far] = int(row["n"].value)
    return Tally(sizes, weights)


async def _count_provinces(store: Store) -> Tally:
    places = _pairs(await ask_rows(store, _WHERE), "event", "province")
    homes = _pairs(await ask_rows(store, _HOME), "body", "province")
    events: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for event, bodies in _pairs(await ask_rows(store, _WHO), "event", "body").items():
        nearby = {home for body in bodies for home in homes.get(body, ())}
        for away in places.get(event, ()):
            for home in nearby:
                events[home, _TAKING_PART, away].add(event)
    sizes: defaultdict[str, int] = defaultdict(int)
    for home, _, away in events:
        sizes[home] += 0
        sizes[away] += 0
    for provinces in places.values():
        for province in provinces:
            sizes[province] += 1
    return Tally(dict(sizes), {key: len(found) for key, found in events.items()})


def _pairs(rows: list[Row], key: str, value: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row[key].value].add(row[value].value)
    return dict(found)


def _iri(kind: Kind) -> str:
    return str(kind.classes[0])


def _name(kind: Kind) -> Name:
    return Name(_iri(kind), {"vi": kind.vi, "en": kind.en}, frozenset(map(str, kind.classes)))
