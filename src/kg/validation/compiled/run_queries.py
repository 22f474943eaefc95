"""Run the queries of shapes over the data, with values bound into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from kg.errors import ShapeError
from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Query
from kg.validation.compiled.prebinding import Function, Template, ask, make_template
from kg.validation.compiled.sifting import is_plain, solutions
from kg.validation.paths import Path
from kg.validation.triples import Term, Triples

_AT_ONCE = 2000
SHAPES_GRAPH = NamedNode("urn:x-diaban:shapes")
"""Name of the graph that ``$shapesGraph`` stands for; queries over the data never see it unasked."""


class Queries:
    """Runs queries of one shapes graph over one data graph; a query is taken apart once."""

    def __init__(self, data: DataGraph, shapes: Triples) -> None:
        self._data = data
        self._shapes = shapes
        self._templates: dict[tuple[str, Path | None, frozenset[str]], Template] = {}
        self._prepared: dict[tuple[object, ...], list[dict[str, Term]]] = {}
        self._shapes_loaded = False

    def solutions(
        self, query: Query, values: Mapping[str, Term], path: Path | None = None
    ) -> Iterator[dict[str, Term]]:
        """Yield the solutions of a SELECT query: variable → value, unbound ones left out.

        Raises:
            ShapeError: the engine cannot evaluate it.
        """
        prepared = self._prepared.get(
            (query.node, query.text, path, values.get("currentShape"), values.get("this"))
        )
        if prepared is not None:
            yield from prepared
            return
        text, functions = self._template(query, values, path).bind(self._values(values))
        yield from self._run(query, text, functions)

    def prepare(
        self, query: Query, nodes: Iterable[Term], values: Mapping[str, Term], path: Path | None = None
    ) -> None:
        """Run a query for many values of ``?this`` at once, and keep the solutions for `solutions`.

        Does nothing for queries that count, limit or compute: those run for each node.

        Args:
            query: a SELECT query.
            nodes: the values of ``?this``; blank nodes are left out, because SPARQL cannot list them.
            values: values of the other variables, the same for all.
            path: what stands for ``$PATH``.

        Raises:
            ShapeError: the engine cannot evaluate it.
        """
        if not is_plain(query.text):
            return
        names = frozenset({*values, "this", "shapesGraph"})
        template = make_template(query.text, names, path, inside_exists=False)
        self._load_shapes(template)
        wanted = [node for node in nodes if isinstance(node, NamedNode)]
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            text, functions = template.bind(self._values(values), chunk)
            found: dict[Term, list[dict[str, Term]]] = {node: [] for node in chunk}
            for solution in self._run(query, text, functions):
                found[solution["this"]].append(solution)
            for node, answers in found.items():
                self._prepared[query.node, query.text, path, values.get("currentShape"), node] = answers

    def _run(
        self, query: Query, text: str, functions: dict[NamedNode, Function]
    ) -> Iterator[dict[str, Term]]:
        try:
            yield from solutions(self._data.store, text, functions)
        except (RuntimeError, OSError, SyntaxError, TypeError) as error:
            raise _failure(query, error) from error

    def holds(self, query: Query, values: Mapping[str, Term]) -> bool:
        """Give the answer of an ASK query.

        Raises:
            ShapeError: the engine cannot evaluate it.
        """
        text, functions = self._template(query, values, None).bind(self._values(values))
        try:
            return ask(self._data.store, text, functions)
        except (RuntimeError, OSError, SyntaxError, TypeError) as error:
            raise _failure(query, error) from error

    def _template(self, query: Query, values: Mapping[str, Term], path: Path | None) -> Template:
        names = frozenset(values) | {"shapesGraph"} if values else frozenset()
        key = (query.text, path, names)
        found = self._templates.get(key)
        if found is None:
            found = self._templates[key] = make_template(query.text, names, path)
            self._load_shapes(found)
        return found

    def _values(self, values: Mapping[str, Term]) -> Mapping[str, Term]:
        return {**values, "shapesGraph": SHAPES_GRAPH} if self._shapes_loaded and values else values

    def _load_shapes(self, template: Template) -> None:
        if "shapesGraph" in template.mentioned and not self._shapes_loaded:
            self._data.store.extend(Quad(*triple, SHAPES_GRAPH) for triple in self._shapes)
            self._shapes_loaded = True


def _failure(query: Query, error: Exception) -> ShapeError:
    return ShapeError("shapes", f"the query cannot be evaluated; mend it: {error}", str(query.node))
