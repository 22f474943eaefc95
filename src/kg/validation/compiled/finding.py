"""What a check takes and gives: one constraint at one focus node, and what it found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal

from kg.validation.compiled.data_graph import DataGraph
from kg.validation.compiled.model import Constraint, Shape
from kg.validation.compiled.run_queries import Queries
from kg.validation.paths import Path
from kg.validation.triples import Node, Term


@dataclass(frozen=True, slots=True)
class Item:
    """One constraint of one shape at one focus node, with the value nodes of the shape there."""

    shape: Shape
    constraint: Constraint
    focus: Term
    values: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One fault.

    Attributes:
        value: the value node at fault, if it is one value's.
        path: the property at fault, where it is not the shape's.
        messages: what it says, where the constraint has words of its own.
        constraint: the node of a SPARQL constraint.
        language: the language that stands twice.
    """

    value: Term | None = None
    path: Path | None = None
    messages: tuple[Literal, ...] = ()
    constraint: Node | None = None
    language: str = ""


class Court(Protocol):
    """What a check may ask the judge."""

    data: DataGraph
    queries: Queries

    def conforms(self, node: Node, focus: Term) -> bool:
        """Tell whether a node conforms to a shape."""
        ...


Check = Callable[..., Iterator[Found]]
