"""Placeholder prose that is written together with its positions, so that every span really checks.

Positions are code points of the text, half-open. A name is written by `Prose.name`, which notes where: at the
end every form of every thing named knows all its places (rule R9 of the record format).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

Span = list[int]
"""``[start, end]``."""


@dataclass
class Sentence:
    """A sentence while it is written; its span is complete when it has ended."""

    start: int
    end: int = 0

    @property
    def at(self) -> Span:
        """The whole sentence."""
        return [self.start, self.end]


@dataclass
class Prose:
    """A growing text.

    Attributes:
        sayings: (kind, id) → form as written → its places, in reading order.
    """

    sayings: dict[tuple[str, str], dict[str, list[Span]]] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    def write(self, words: str) -> Span:
        """Write words; give their place."""
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        return [start, self._length]

    def name(self, kind: str, identifier: str, form: str) -> Span:
        """Write a name and note its place."""
        span = self.write(form)
        self.sayings.setdefault((kind, identifier), {}).setdefault(form, []).append(span)
        return span

    @contextmanager
    def sentence(self) -> Iterator[Sentence]:
        """Write a sentence: the full stop and the line break follow by themselves."""
        sentence = Sentence(self._length)
        yield sentence
        self.write(".")
        sentence.end = self._length
        self.write("\n")

    def line(self, words: str) -> Span:
        """Write a line without a full stop: a heading, a date line."""
        span = self.write(words)
        self.write("\n")
        return span

    def said(self, kind: str, identifier: str) -> list[dict[str, object]]:
        """The sayings of a thing as a dossier lists them."""
        forms = self.sayings.get((kind, identifier), {})
        return [{"stated": form, "at": spans_of(places)} for form, places in forms.items()]

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)


def spans_of(places: list[Span]) -> object:
    """Passages as records write them: one pair, or a list of pairs."""
    return places[0] if len(places) == 1 else places


def written_day(day: date) -> str:
    """A day as texts write it (``22/6/2022``)."""
    return f"{day.day}/{day.month}/{day.year}"
