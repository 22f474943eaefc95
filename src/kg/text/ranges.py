"""Ranges of days and deadlines: what a text about time is read into, and the error when it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kg.errors import TextError


class DateError(TextError):
    """A text that is no date, period or deadline, or names a day that no calendar has.

    Attributes:
        text: what was read.
        expected: what would have been understood, or which values exist.
    """

    def __init__(self, text: str, expected: str) -> None:
        super().__init__(f"{text!r}: expected {expected}")
        self.text = text
        self.expected = expected


@dataclass(frozen=True, order=True)
class DateRange:
    """Some days in a row: from `earliest` to the day before `until`.

    Attributes:
        earliest: first day.
        until: first day behind the range (exclusive).
        has_year: whether the text itself states the year; False where the caller gave it.

    Raises:
        TextError: the range holds no day.
    """

    earliest: date
    until: date
    has_year: bool = True

    def __post_init__(self) -> None:
        if self.until <= self.earliest:
            raise TextError(f"a range from {self.earliest} until {self.until} holds no day: give a later end")

    @property
    def latest(self) -> date:
        """Last day of the range (inclusive)."""
        return self.until - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.earliest <= day < self.until


@dataclass(frozen=True, order=True)
class Deadline:
    """A day before which something is due.

    Attributes:
        before: first day that is too late (exclusive).
        has_year: whether the text itself states the year.
    """

    before: date
    has_year: bool = True
