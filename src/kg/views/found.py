"""What a view finds for a question that no single query can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.store.question_types import Words
from kg.store.solutions import Solution


@dataclass(frozen=True)
class Found:
    """The solutions of a view, as the query of a question would give them.

    Attributes:
        solutions: variable → term; the variables are those of the question's columns and evidence.
        query: SPARQL that shows the same facts, for readers; empty for none.
        words: column → token → wording, beside those of the question file.
        notices: what the reader should know of this answer.
    """

    solutions: tuple[Solution, ...]
    query: str
    words: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    notices: tuple[Words, ...] = ()
