"""Find the nodes of a target that may be at fault, set by set: each constraint becomes a SPARQL query.

A query selects a superset of the faulty nodes; `judge` decides about each of them. What must be there is
written ``outer MINUS { outer inner }``, because the engine evaluates ``FILTER NOT EXISTS`` row by row. What
no query can express gives the whole target.

The patterns are made so that they can only select too much: where a constraint is not expressed, or the
store keeps literals in another form than the data (`DataGraph.odd_predicates`), nothing is sieved out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint, Shape, Shapes, Target, TargetKind
from kg.validation.compiled.prebinding import select
from kg.validation.compiled.reader import references
from kg.validation.compiled.sieve_filters import condition
from kg.validation.paths import Path, Predicate, predicates_of
from kg.validation.triples import TYPE, Term, as_node

_ROOT: Final = "?this"
_COUNTED: Final = frozenset({"MinCount", "MaxCount"})
_PAIRED: Final = frozenset({"Equals", "Disjoint", "LessThan", "LessThanOrEquals"})


class Sieve:
    """Makes and runs the queries of one shapes graph over one data graph."""

    def __init__(self, data: DataGraph, shapes: Shapes) -> None:
        self._data = data
        self._shapes = shapes
        self._fresh = count(1)  # its next number is nobody else's, in any thread

    def suspects(self, shape: Shape, target: Target) -> list[Term] | None:
        """Give the nodes of a target that may be at fault; nothing where all of them may be."""
        queries = self.queries(shape, target)
        if queries is None:
            return None
        found: dict[Term, None] = {}
        for query in queries:
            answer = select(self._data.store, query, {})
            for solution in answer:
                found[solution[0]] = None
        return list(found)

    def queries(self, shape: Shape, target: Target) -> list[str] | None:
        """Give the queries that together select every faulty node of a target."""
        outer = self._outer(target)
        if outer is None or not self._data.odd_predicates.isdisjoint(self._touched(shape, target)):
            return None
        patterns = list(dict.fromkeys(self._faulty(shape, outer, _ROOT)))
        if outer in patterns:
            return None
        return [f"SELECT DISTINCT {_ROOT} WHERE {{ {pattern} }}" for pattern in patterns]

    def _outer(self, target: Target) -> str | None:
        if not isinstance(target.term, NamedNode):
            return None
        match target.kind:
            case TargetKind.CLASS:
                return self._instance(_ROOT, target.term)
            case TargetKind.SUBJECTS_OF:
                return f"{_ROOT} {target.term} {self._variable()} ."
            case TargetKind.OBJECTS_OF:
                return f"{self._variable()} {target.term} {_ROOT} ."
        return None

    def _instance(self, variable: str, cls: NamedNode) -> str:
        classes = sorted(map(str, self._data.classes_below(cls)))
        if len(classes) == 1:
            return f"{variable} {TYPE} {classes[0]} ."
        name = self._variable()
        return f"VALUES {name} {{ {' '.join(classes)} }} {variable} {TYPE} {name} ."

    def _variable(self) -> str:
        return f"?v{next(self._fresh)}"

    def _touched(self, shape: Shape, target: Target) -> set[NamedNode]:
        """Properties whose values the check of a shape looks at."""
        found = {target.term} if isinstance(target.term, NamedNode) else set()
        waiting, seen = [shape], {shape.node}
        while waiting:
            current = waiting.pop()
            found.update(predicates_of(current.path) if current.path is not None else ())
            for constraint in current.constraints:
                if constraint.name in _PAIRED and isinstance(constraint.term, NamedNode):
                    found.add(constraint.term)
            for node in references(current):
                if node not in seen:
                    seen.add(node)
                    waiting.append(self._shapes.by_node[node])
        return found

    def _faulty(self, shape: Shape, outer: str, node: str) -> Iterator[str]:
        """Yield patterns that select, by the variable of `outer`, every node that breaks the shape."""
        if shape.deactivated:
            return
        if shape.path is None:
            inner, value = outer, node
        else:
            value = self._variable()
            inner = f"{outer} {node} {shape.path} {value} ."
        conditions: list[str] = []
        for constraint in shape.constraints:
            written = condition(constraint, value, self._data)
            if written is not None:
                conditions.append(written)
            elif constraint.name in _COUNTED:
                yield self._count(constraint, shape.path, outer, node, inner, value)
            else:
                yield from self._other(constraint, shape.path, outer, node, inner, value)
        if conditions:
            yield f"{inner} FILTER({' || '.join(conditions)})"

    def _count(
        self, constraint: Constraint, path: Path | None, outer: str, node: str, inner: str, value: str
    ) -> str:
        number = constraint.number
        grouped = f"GROUP BY {_ROOT}" if node == _ROOT else f"GROUP BY {_ROOT} {node}"
        names = grouped.removeprefix("GROUP BY ")
        if constraint.name == "MinCount" and number == 1:
            return f"{outer} MINUS {{ {inner} }}"
        if constraint.name == "MinCount":
            enough = (
                f"SELECT {names} WHERE {{ {inner} }} {grouped} HAVING(COUNT(DISTINCT {value}) >= {number})"
            )
            return f"{outer} MINUS {{ {enough} }}" if number > 0 else f"{outer} FILTER(false)"
        if number == 0:
            return inner
        if number == 1 and isinstance(path, Predicate):
            other = self._variable()
            return f"{inner} {node} {path} {other} . FILTER(!SAMETERM({value}, {other}))"
        many = f"SELECT {names} WHERE {{ {inner} }} {grouped} HAVING(COUNT(DISTINCT {value}) > {number})"
        return f"{{ {many} }}"

    def _other(
        self, constraint: Constraint, path: Path | None, outer: str, node: str, inner: str, value: str
    ) -> Iterator[str]:
        """Yield patterns of constraints that compare values, or lead to classes and other shapes."""
        term, other = constraint.term, self._variable()
        match constraint.name:
            case "Class" if isinstance(term, NamedNode):
                yield f"{inner} MINUS {{ {inner} {self._instance(value, term)} }}"
            case "HasValue" if path is not None and _can_be_object(term, self._data):
                yield f"{outer} MINUS {{ {outer} {node} {path} {term} . }}"
            case "UniqueLang":
                same = f"LANG({value}) = LANG({other}) && LANG({value}) != '' && !SAMETERM({value}, {other})"
                yield f"{inner} {node} {path} {other} . FILTER({same})"
            case "Disjoint":
                yield f"{inner} {node} {term} {value} ."
            case "Equals":
                yield f"{inner} MINUS {{ {inner} {node} {term} {value} . }}"
                theirs = f"{outer} {node} {term} {value} ."
                yield f"{theirs} MINUS {{ {theirs} {inner} }}"
            case "LessThan" | "LessThanOrEquals":
                sign = "<" if constraint.name == "LessThan" else "<="
                # the engine finds a blank node equal to itself, but only literals have an order
                literals = f"ISLITERAL({value}) && ISLITERAL({other})"
                compared = f"{literals} && COALESCE({value} {sign} {other}, false)"
                yield f"{inner} {node} {term} {other} . FILTER(!({compared}))"
            case "Closed":
                name, allowed = self._variable(), ", ".join(map(str, constraint.terms))
                yield f"{inner} {value} {name} {other} . FILTER({name} NOT IN ({allowed}))"
            case "Property" | "Node" | "And":
                nodes = constraint.terms if constraint.name == "And" else (constraint.term,)
                for each in nodes:
                    yield from self._faulty(self._shape(each), inner, value)
            case "Or":
                surely = [self._surely(self._shape(each), value) for each in constraint.terms]
                yield f"{inner} {' '.join(f'MINUS {{ {inner} {part} }}' for part in surely if part)}".strip()
            case _:
                yield outer

    def _surely(self, shape: Shape, value: str) -> str | None:
        """Give a pattern that holds of a value only if it conforms to the shape, if there is one."""
        if shape.deactivated:
            return ""
        parts = [self._sure_part(constraint, shape.path, value) for constraint in shape.constraints]
        known = [part for part in parts if part is not None]
        return " ".join(known) if len(known) == len(parts) and known else None

    def _sure_part(self, constraint: Constraint, path: Path | None, value: str) -> str | None:
        term = constraint.term
        if path is not None:
            if constraint.name == "MinCount" and constraint.number == 1:
                return f"{value} {path} {self._variable()} ."
            if constraint.name == "HasValue" and _can_be_object(term, self._data):
                return f"{value} {path} {term} ."
            return None
        if constraint.name == "Class" and isinstance(term, NamedNode):
            return self._instance(value, term)
        if constraint.name in ("Property", "Node"):
            return self._surely(self._shape(term), value)
        written = condition(constraint, value, self._data)
        return f"FILTER(!({written}))" if written is not None else None

    def _shape(self, node: Term | None) -> Shape:
        return self._shapes.by_node[as_node(node)]


def _can_be_object(term: Term | None, data: DataGraph) -> bool:
    """Tell whether a query can name a term just as it is in the data."""
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and data.is_kept(term))
