"""Compare two graphs: statements by record and entity, then the answers of the named questions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from kg.build.diff.answers import AnswerChange, Graph, NotCompared, compare_answers
from kg.build.diff.asks import Chosen, choose_asks
from kg.build.diff.grouping import RecordChange, group, outermost
from kg.build.diff.patience import Patience
from kg.build.diff.sides import Side
from kg.build.diff.statements import Changes, compare_graphs
from kg.build.diff.things import path_of, read_things
from kg.build.diff.touched import read_touched
from kg.store import Limits, Store, Supervisor
from kg.store.question_types import Question
from kg.store.search import SearchIndex
from kg.text.language import Language
from kg.views.names import Name, read_names
from kg.views.rows import ask_about

Progress = Callable[[str], None]

SHOWN_STATEMENTS: Final = 20
"""Statements of one entity that are written for people; programs get all."""
SHOWN_ENTITIES: Final = 50
"""Entities of one record that are written for people."""

_OWN_SECONDS: Final = 600.0
"""That one of our own queries may take; they look up lists of IRIs."""
_NODES: Final = "SELECT DISTINCT ?x WHERE { VALUES ?x { $iris } ?x ?p ?o }"


@dataclass(frozen=True)
class Bounds:
    """What a comparison of answers may take.

    Attributes:
        things: touched things that one parameter of one question is asked for; 0 for none.
        seconds: that one query of a question may take.
        total: seconds after which no further question is asked.
        questions: whether questions are asked at all.
    """

    things: int = 25
    seconds: float = 10.0
    total: float = 60.0
    questions: bool = True


@dataclass(frozen=True)
class Comparison:
    """How two graphs differ.

    Attributes:
        before, after: what was compared.
        records: statements, by record and entity.
        answers: questions whose answers differ.
        failed: questions that a limit kept from being compared.
        unasked: number of questions for which there was no time, or that were given up after a failure.
        left_out: (question, parameter) → touched things that were not asked for.
        followed: whether the claims that changed were followed to the things around them; not in a difference
            of more than ``kg.build.diff.touched.MOST_CLAIMS`` claims.
        asked: number of questions that were asked.
        names: of what is shown, by IRI.
    """

    before: Side
    after: Side
    records: tuple[RecordChange, ...]
    answers: tuple[AnswerChange, ...] = ()
    failed: tuple[NotCompared, ...] = ()
    left_out: Mapping[tuple[str, str], int] = field(default_factory=dict)
    followed: bool = True
    asked: int = 0
    unasked: int = 0
    names: Mapping[str, Name] = field(default_factory=dict)

    @property
    def removed(self) -> int:
        """Number of statements that only the first graph has."""
        return sum(record.removed for record in self.records)

    @property
    def added(self) -> int:
        """Number of statements that only the second graph has."""
        return sum(record.added for record in self.records)


def compare(
    before: Side,
    after: Side,
    questions: Iterable[Question],
    bounds: Bounds,
    lang: Language,
    progress: Progress = lambda _message: None,
) -> Comparison:
    """Compare two graphs.

    Args:
        before: the first graph.
        after: the second graph.
        questions: the named questions, which are asked of both.
        bounds: what that may take.
        lang: of labels in answers.
        progress: takes one line for each stage.

    Raises:
        InputError: a graph cannot be read.
    """
    if before.manifest.data_version == after.manifest.data_version:
        return Comparison(before, after, ())
    changes = compare_graphs(before.graph, after.graph)
    progress(f"{len(changes.removed)} statements removed, {len(changes.added)} added")
    return asyncio.run(
        _look_closer(Comparison(before, after, ()), changes, tuple(questions), bounds, lang, progress)
    )


async def _look_closer(
    found: Comparison,
    changes: Changes,
    questions: tuple[Question, ...],
    bounds: Bounds,
    lang: Language,
    progress: Progress,
) -> Comparison:
    """Load both graphs, name and group what differs, and ask the questions."""
    limits = replace(Limits(), deadline=_OWN_SECONDS, workers=1)
    async with _open(found.before, limits) as old, _open(found.after, limits) as new:
        progress("loaded both graphs")
        records = await _group(changes, (old, new))
        found = replace(found, records=records, names=await _read_names((old.store, new.store), records))
        if not bounds.questions:
            return found
        reach = await read_touched(changes, (old.store, new.store), (old.index, new.index))
        chosen: Chosen = choose_asks(questions, reach.things, bounds.things)
        progress(
            f"{len(reach.things)} things are touched; asking {len(chosen.asks)} questions of both graphs"
        )
        one, other = (Graph(Patience(graph.store, bounds.seconds), graph.index) for graph in (old, new))
        answers = await compare_answers(one, other, chosen.asks, lang, bounds.total)
    return replace(
        found,
        answers=answers.changes,
        failed=answers.failed,
        left_out=chosen.left_out,
        followed=reach.followed,
        asked=answers.asked,
        unasked=answers.unasked,
    )


@asynccontextmanager
async def _open(side: Side, limits: Limits) -> AsyncIterator[Graph]:
    """Load a graph with a worker of its own, so that no question runs past its deadline."""
    store = Supervisor(side.folder, limits)
    await store.start()
    try:
        yield Graph(store, SearchIndex(side.index))
    finally:
        await store.stop()


async def _group(changes: Changes, graphs: tuple[Graph, Graph]) -> tuple[RecordChange, ...]:
    statements = changes.all
    nodes = {node for item in statements for node in path_of(item.subject)}
    things = read_things([graph.index for graph in graphs], nodes)
    candidates = outermost(statements, things)
    claims: set[str] = set()
    for graph in graphs:
        claims |= {row["x"].value for row in await ask_about(graph.store, _NODES, candidates)}
    return group(changes, things, claims)


async def _read_names(stores: tuple[Store, Store], records: Iterable[RecordChange]) -> dict[str, Name]:
    """Name what is shown: as the second graph does, else as the first."""
    wanted: set[str] = set()
    for record in records:
        wanted.add(record.iri)
        wanted |= {entity.iri for entity in record.entities}
        for entity in record.entities[:SHOWN_ENTITIES]:
            for statement in (*entity.removed[:SHOWN_STATEMENTS], *entity.added[:SHOWN_STATEMENTS]):
                wanted |= {statement.subject, statement.predicate}
                wanted |= {statement.object.value} if statement.object.is_iri else set()
    old, new = [await read_names(store, wanted) for store in stores]
    return {iri: new[iri] if new[iri].named else old[iri] for iri in wanted}
