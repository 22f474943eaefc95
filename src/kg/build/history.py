"""Write what changed since the snapshot before into a new one, and carry older steps over.

The result depends on the two snapshots alone. A rebuild of the same data version carries the history over as
it is, so that the same records give the same bytes. A snapshot before that cannot be read stops no build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, replace
from heapq import nsmallest
from pathlib import Path
from typing import Final

from kg.build.diff.grouping import ORDER, kind_of_graph
from kg.build.diff.tally import Count, GraphCount, count_changes
from kg.build.diff.words import plain
from kg.build.snapshot import version_of_file
from kg.errors import InputError
from kg.store.history import FILE, STATES, History, Part, RecordPart, Version, VersionChange, read_history
from kg.store.manifest import GRAPH_FILE, Manifest, read_manifest
from kg.store.search import SearchIndex

MOST_CHANGES: Final = 50
"""Steps that are kept."""
MOST_SOURCES: Final = 100
"""Sources that one step lists; their numbers are told of all."""
MOST_THINGS: Final = 12
"""Things that one record of a step lists."""


def write_history(folder: Path, before: Path | None, warn: Callable[[str], None]) -> None:
    """Write the history of a snapshot that is otherwise finished.

    Args:
        folder: of the new snapshot.
        before: folder of the snapshot that it replaces; None for the first.
        warn: takes one line for each thing that could not be read of the snapshot before.

    Raises:
        InputError: the new snapshot cannot be read.
    """
    (folder / FILE).write_text(_make(folder, before, warn).to_json(), "utf-8", newline="\n")


def _make(folder: Path, before: Path | None, warn: Callable[[str], None]) -> History:
    if before is None:
        return History()
    new = read_manifest(folder)
    try:
        old = read_manifest(before)
    except InputError as error:
        warn(f"what changed since the snapshot before is not told: {error}")
        return History(lost=True)
    known = _carry_over(before, old, warn)
    if old.data_version == new.data_version:
        return known
    step = VersionChange("", _version(old), _version(new), compared=False)
    try:
        step = _compare(before, old, folder, new)
    except InputError as error:
        warn(f"what changed since data version {old.data_version} is not told: {error}")
    step = replace(step, id=_identify(step, known.changes[0].id if known.changes else ""))
    changes = (step, *known.changes)
    dropped = known.dropped + len(changes[MOST_CHANGES:])
    return replace(known, changes=changes[:MOST_CHANGES], dropped=dropped)


def _version(manifest: Manifest) -> Version:
    return Version(manifest.data_version, manifest.commit, manifest.committed)


def _carry_over(before: Path, manifest: Manifest, warn: Callable[[str], None]) -> History:
    """Read the history of the snapshot before; an empty one where it has none or it cannot be trusted."""
    try:
        known = read_history(before) or History()
        if known.changes and known.changes[0].after.data_version != manifest.data_version:
            message = f"ends with another data version than {manifest.data_version}"
            raise InputError(before / FILE, message)
    except InputError as error:
        warn(f"the history before data version {manifest.data_version} is lost: {error}")
        return History(lost=True)
    return known


def _identify(step: VersionChange, last: str) -> str:
    """Name a step by what it says and what came before, so that going back and forth gives other names."""
    text = json.dumps([last, asdict(step)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _compare(before: Path, old: Manifest, after: Path, new: Manifest) -> VersionChange:
    graph = before / GRAPH_FILE
    if version_of_file(graph) != old.data_version:
        raise InputError(graph, "was changed or cut off after it was built")
    indexes = [SearchIndex(folder / "search.sqlite") for folder in (before, after)]
    counts = count_changes(graph, after / GRAPH_FILE, indexes)
    states = {iri: _state(iri, old.graphs, new.graphs) for iri in counts}
    sources = [iri for iri in counts if kind_of_graph(iri) == "source"]
    listed = set(nsmallest(MOST_SOURCES, sources, key=lambda iri: (-counts[iri].all, iri)))
    listed |= counts.keys() - set(sources)
    ordered = sorted(listed, key=lambda iri: (ORDER.index(kind_of_graph(iri)), iri))
    chosen = {iri: _most_touched(counts[iri].things) for iri in ordered}
    wanted = {*ordered}.union(*chosen.values())
    teller = _Teller(indexes, wanted)
    return VersionChange(
        "",
        _version(old),
        _version(new),
        added=sum(count.added for count in counts.values()),
        removed=sum(count.removed for count in counts.values()),
        sources={state: sum(states[iri] == state for iri in sources) for state in STATES},
        records=tuple(_record(iri, states[iri], counts[iri], chosen[iri], teller) for iri in ordered),
        more=len(sources) - sum(iri in listed for iri in sources),
    )


def _state(iri: str, old: Collection[str], new: Collection[str]) -> str:
    """Tell what became of something that is in one of two collections or in both."""
    if iri in old:
        return "changed" if iri in new else "gone"
    return "new"


def _most_touched(things: Mapping[str, Count]) -> list[str]:
    return nsmallest(MOST_THINGS, things, key=lambda iri: (-things[iri].all, iri))


class _Teller:
    """Kinds, labels and states of things, as the two search indexes know them."""

    def __init__(self, indexes: list[SearchIndex], iris: Collection[str]) -> None:
        self._old, self._new = (index.described(iris) for index in indexes)

    def part(self, iri: str, count: Count) -> Part:
        """Describe a thing: as the new graph does, else as the old one."""
        kind = (self._new.get(iri) or self._old[iri]).kind
        state = _state(iri, self._old, self._new)
        return Part(iri, kind, state, count.added, count.removed, self.labels(iri))

    def labels(self, iri: str) -> dict[str, str]:
        """Labels of a thing; none of anything else."""
        found = self._new.get(iri) or self._old.get(iri)
        return {lang: plain(text) for lang, text in found.labels.items()} if found else {}


def _record(iri: str, state: str, count: GraphCount, things: list[str], teller: _Teller) -> RecordPart:
    record = Part(iri, kind_of_graph(iri), state, count.added, count.removed, teller.labels(iri))
    parts = tuple(teller.part(thing, count.things[thing]) for thing in things)
    return RecordPart(record, parts, len(count.things) - len(things))
