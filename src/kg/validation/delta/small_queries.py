"""Run the queries of shapes over the few triples that they read about the focus nodes at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from kg.errors import ShapeError
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Query
from kg.validation.compiled.prebinding import Function, Template, make_template, select
from kg.validation.compiled.run_queries import Queries
from kg.validation.paths import Path
from kg.validation.triples import Term, Triples

Templates = dict[tuple[str, Path | None, frozenset[str]], Template]
_THIS = frozenset({"this"})


class SmallQueries(Queries):
    """Runs queries as they are written: over few triples, how the engine plans them does not matter."""

    def __init__(self, data: DataGraph, shapes: Triples, templates: Templates) -> None:
        super().__init__(data, shapes)
        self._templates = templates  # shared by all small graphs, so a query is taken apart once

    def targets_among(self, query: Query, nodes: Iterable[Term]) -> set[Term]:
        """Give the nodes that a target's query selects.

        Raises:
            ShapeError: the engine cannot evaluate it.
        """
        named = [node for node in nodes if isinstance(node, NamedNode)]
        found: set[Term] = {
            node
            for node in nodes
            if not isinstance(node, NamedNode)
            for solution in self.solutions(query, {"this": node})
            if solution.get("this") == node
        }
        if not named:
            return found
        key = (query.text, None, _THIS)
        template = self._templates.setdefault(key, make_template(query.text, _THIS, inside_exists=False))
        text, functions = template.bind({}, named)
        found.update(solution["this"] for solution in self._run(query, text, functions) if "this" in solution)
        return found.intersection(nodes)

    def _template(self, query: Query, values: Mapping[str, Term], path: Path | None) -> Template:
        found = super()._template(query, values, path)
        self._load_shapes(found)
        return found

    def _run(
        self, query: Query, text: str, functions: dict[NamedNode, Function]
    ) -> Iterator[dict[str, Term]]:
        try:
            answer = select(self._data.store, text, functions)
            names = [variable.value for variable in answer.variables]
            for solution in answer:
                row = zip(names, tuple(solution), strict=True)
                yield {name: value for name, value in row if value is not None}
        except (RuntimeError, OSError, SyntaxError, TypeError) as error:
            reason = f"the query cannot be evaluated; mend it: {error}"
            raise ShapeError("shapes", reason, str(query.node)) from error
