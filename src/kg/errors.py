"""The tree of errors that every floor raises, and the findings that they carry.

::

    KgError
    ├── UsageError            the command or the request is wrong          exit 2, HTTP 400
    │   ├── AmbiguousError    a label names several things                 exit 2, HTTP 300
    │   ├── UnknownError      a label, id or name fits nothing             exit 2, HTTP 404
    │   └── TextError         a word of the user's is no date, number …    exit 2, HTTP 400
    ├── InputError            a file cannot be read or is no UTF-8         exit 3
    │   └── ShapeError        a shape that cannot be checked as it says    exit 3
    ├── FindingsError         the records break a rule                     exit 1, or 3: a file is unreadable
    ├── QueryRefused          a query that we do not run, and why          exit 2, HTTP 400
    │   └── QueryTooLong                                                   exit 2, HTTP 413
    ├── QuerySyntaxError      the engine does not understand a query       exit 2, HTTP 400
    └── LimitError            a deadline, a size or a queue was full       exit 4, HTTP 503
        ├── DeadlineExceeded
        ├── ResultTooLarge                                                 exit 4, HTTP 400
        ├── QueueFull
        ├── WorkerDied
        ├── EndpointFault     a remote store answers what is no answer     exit 4, HTTP 502
        ├── EndpointDown      a remote store cannot be reached             exit 4, HTTP 503
        └── EndpointSlow      a remote store does not answer in time       exit 4, HTTP 504

Every error says what to do. ``kg.cli`` maps the classes to exit codes and ``kg.web.problems`` to HTTP,
each in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

UNREADABLE = "unreadable"
"""Rule of the finding that a record file cannot be read; it alone makes a run end with exit code 3."""


class Severity(StrEnum):
    """How much a finding weighs; the values are SHACL's (SHACL §2.1.4)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Position:
    """A place in a record file: 1-based line and column, as editors count.

    >>> str(Position("data/sources/a.yaml", 3, 7))
    'data/sources/a.yaml:3:7'
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong at one position, in two languages, with what to do about it.

    Attributes:
        position: where the character stands that must change.
        rule: a stable id: ``unreadable``, ``syntax``, ``schema``, ``reference``, ``span`` or a
            shape's local name.
        severity: violation, warning or info.
        field: dotted path of the field, as ``events[2].date.on``; empty for a whole file.
        message: in English; ``message_vi`` the same in Vietnamese. Both say what to do.
        value: what stands there, shortened; empty when nothing does.
        focus: IRI of the focus node, for findings of shapes.
        shape: IRI of the shape, for findings of shapes.
        component: IRI of the constraint component, for findings of shapes.
        path: IRI of the property, for findings of shapes that name one.
    """

    position: Position
    rule: str
    message: str
    message_vi: str = ""
    severity: Severity = Severity.VIOLATION
    field: str = ""
    value: str = ""
    focus: str = ""
    shape: str = ""
    component: str = ""
    path: str = ""

    @property
    def kind(self) -> str:
        """``conflict`` where different sources contradict each other, else ``fault``; by the rule's name."""
        return "conflict" if self.rule.endswith("-conflict") or self.rule.startswith("Conflict-") else "fault"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of a report: file, line, column, rule, message."""
        position = self.position
        return (position.file, position.line, position.column, self.rule, self.message)


class KgError(Exception):
    """What this program raises on purpose; ``str(error)`` is the message for the user, in English.

    Attributes:
        message_vi: the same in Vietnamese, for the pages; empty where only the command line says it.
    """

    def __init__(self, message: str = "", *, vi: str = "") -> None:
        super().__init__(message)
        self.message_vi = vi

    def in_language(self, lang: str) -> str:
        """Return the message in a language, in English where there is no other.

        >>> QueueFull("wait", vi="hãy đợi").in_language("vi"), QueueFull("wait").in_language("vi")
        ('hãy đợi', 'wait')
        """
        return self.message_vi or str(self) if lang == "vi" else str(self)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error pass from one process to another, whatever arguments its class takes."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(cls: type[KgError], arguments: tuple[object, ...], state: dict[str, object]) -> KgError:
    error = cls.__new__(cls, *arguments)
    error.__dict__.update(state)
    return error


class UsageError(KgError):
    """A wrong command, parameter or request."""


class UnknownError(UsageError):
    """Nothing bears this label or id; ``candidates`` are the nearest that exist."""

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]] = (), *, vi: str = "") -> None:
        super().__init__(message, vi=vi)
        self.candidates = tuple(candidates)


class AmbiguousError(UsageError):
    """Several things bear this label; ``candidates`` are (IRI, label) pairs, best first."""

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class TextError(UsageError):
    """A piece of text is not what it should be: a date, a number; ``candidates`` are what may be meant."""

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]] = (), *, vi: str = "") -> None:
        super().__init__(message, vi=vi)
        self.candidates = tuple(candidates)


class InputError(KgError):
    """A file that cannot be read, is not UTF-8, or does not exist."""

    def __init__(self, path: Path | str, message: str, *, vi: str = "") -> None:
        super().__init__(f"{path}: {message}", vi=f"{path}: {vi}" if vi else "")
        self.path = Path(path)


class ShapeError(InputError):
    """A shape that is ill-formed or asks for what is not understood: it is refused, never skipped.

    Attributes:
        shape: the node of the shape, as N-Triples spells it, or in short once the place is known.
        term: the term at fault, likewise; empty where the shape as a whole is at fault.
        reason: what is wrong and what to do, without the place.
        unsupported: whether the shape may be right, and the compiled runner does not understand it.
        query_line: line inside the query at fault, from 1; 0 where no query is.
    """

    def __init__(
        self,
        path: Path | str,
        reason: str,
        shape: str = "",
        term: str = "",
        *,
        unsupported: bool = False,
        query_line: int = 0,
    ) -> None:
        subject = " ".join(part for part in (shape, term) if part)
        super().__init__(path, f"{subject}: {reason}" if subject else reason)
        self.reason = reason
        self.shape = shape
        self.term = term
        self.unsupported = unsupported
        self.query_line = query_line


class FindingsError(KgError):
    """Records that break rules: all findings of all files, sorted.

    Attributes:
        findings: what is wrong.
        waiting: how many more findings may be consequences of these, and are not told before they are mended.
    """

    def __init__(self, findings: Sequence[Finding], waiting: int = 0) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: finding.sort_key))
        self.waiting = waiting
        more = f"; {waiting} more may follow from them" if waiting else ""
        super().__init__(f"{len(self.findings)} finding(s){more}; mend them and run the command again")


class QueryRefused(KgError):
    """A query that this service does not run; line and column are 1-based."""

    def __init__(self, message: str, line: int = 1, column: int = 1, *, vi: str = "") -> None:
        super().__init__(message, vi=vi)
        self.line = line
        self.column = column


class QueryTooLong(QueryRefused):
    """A query with more characters than we read."""


class QuerySyntaxError(KgError):
    """A query that is not SPARQL 1.1, in the engine's words."""


class LimitError(KgError):
    """A limit of the service was reached: the caller may narrow the request or try later."""


class DeadlineExceeded(LimitError):
    """The query ran past its deadline and was ended."""


class ResultTooLarge(LimitError):
    """The result has more bytes or rows than the service sends."""


class QueueFull(LimitError):
    """Too many queries wait already."""


class WorkerDied(LimitError):
    """The process that ran the query ended: out of memory, or a fault in the engine."""


class EndpointFault(LimitError):
    """A remote store answered with an error of its own, or with what is no answer to a query."""


class EndpointDown(LimitError):
    """A remote store could not be reached."""


class EndpointSlow(LimitError):
    """A remote store did not answer before the deadline."""
