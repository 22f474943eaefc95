"""Turns what an asker gives for the parameters of a question into RDF terms.

Dates are days, months, years or periods in any form that ``kg.text.dates`` reads. ``from`` binds its variable
to the first day; ``to`` (inclusive) to the last day and ``{variable}_until`` to the day after; ``interval``
binds ``{variable}_first``, ``{variable}_last`` and ``{variable}_until``. Everything else binds its variable,
a parameter of many things to each of them in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from kg.errors import UsageError
from kg.rdf import terms
from kg.store.question_types import ENTITY_KINDS, Parameter, Question
from kg.store.resolve import Resolved, resolve
from kg.store.search import SearchIndex
from kg.text.canonical import match_key
from kg.text.dates import parse_period
from kg.vocab import SCHEMES, term_of
from kg.vocab.kinds import EVENT_CLASSES

_LONGEST_COUNT: Final = 9
_TRUE: Final = frozenset({"true", "yes", "1", "co"})
_FALSE: Final = frozenset({"false", "no", "0", "khong"})

Values = Mapping[str, str | tuple[str, ...]]
SEPARATOR: Final = ";"
"""Parts the things of a parameter that takes many; no label holds it."""
MOST_THINGS: Final = 50
"""Things that one such parameter takes."""


@dataclass(frozen=True)
class Bound:
    """Values of a question's parameters.

    Attributes:
        values: variable → term in N-Triples spelling; several for a parameter of many things.
        shown: parameter → what was understood, for the answer: ``given`` and ``id``, ``label`` or ``first``,
            ``last``; of many things ``items``, each with ``given``, ``id`` and ``label``.
        notices: what the asker should know of the understanding.
    """

    values: Values
    shown: Mapping[str, Mapping[str, Any]]
    notices: tuple[str, ...]


def gather_given(pairs: Iterable[tuple[str, str]], many: Collection[str] = ()) -> dict[str, str]:
    """Return the text of each parameter; those of a parameter of many things are put together.

    Raises:
        UsageError: a parameter of one thing is given twice.

    >>> gather_given([("subjects", "An"), ("subjects", "Bình"), ("period", "2024")], {"subjects"})
    {'subjects': 'An;Bình', 'period': '2024'}
    """
    found: dict[str, str] = {}
    for name, text in pairs:
        if name in found and name not in many:
            raise UsageError(
                f"{name} is given twice; give it once", vi=f"{name} được cho hai lần; hãy cho một lần"
            )
        found[name] = f"{found[name]}{SEPARATOR}{text}" if name in found else text
    return found


def bind(question: Question, given: Mapping[str, str], index: SearchIndex, lang: str = "vi") -> Bound:
    """Return the values of a question's parameters; empty texts count as not given.

    Args:
        question: the question.
        given: parameter → text.
        index: of the snapshot, to resolve labels.
        lang: of labels and notices.

    Raises:
        UsageError: an unknown parameter, a missing one, or one that cannot be read; its subclasses
            AmbiguousError, UnknownError and TextError say more.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    unknown = sorted(set(given) - set(known))
    if unknown:
        names = ", ".join(known) or "none"
        wrong = ", ".join(unknown)
        raise UsageError(
            f"{question.name} has no parameter {wrong}; it has: {names}",
            vi=f"{question.name} không có tham số {wrong}; câu hỏi này có: {names}",
        )
    wanted = {name: text.strip() for name, text in given.items() if text.strip()}
    for parameter in question.parameters:
        if parameter.default and parameter.name not in wanted:
            wanted[parameter.name] = parameter.default
    _check_given(question, set(wanted))
    values: dict[str, str | tuple[str, ...]] = {}
    shown: dict[str, dict[str, Any]] = {}
    notices: list[str] = []
    for name in (parameter.name for parameter in question.parameters if parameter.name in wanted):
        more, about, said = _bind_one(known[name], wanted[name], index, lang)
        values |= more
        shown[name] = {"given": wanted[name], **about}
        notices.extend(said)
    _check_order(question, shown)
    return Bound(values, shown, tuple(notices))


def _check_given(question: Question, given: set[str]) -> None:
    missing = [parameter.name for parameter in question.parameters if parameter.required]
    missing = [name for name in missing if name not in given]
    if missing:
        wanted = ", ".join(missing)
        raise UsageError(
            f"{question.name} needs {wanted}; give --param {missing[0]}=…", vi=f"{question.name} cần {wanted}"
        )
    if question.needs and not any(need <= given for need in question.needs):
        ways = "; or ".join(" and ".join(sorted(need)) for need in question.needs)
        ways_vi = "; hoặc ".join(" và ".join(sorted(need)) for need in question.needs)
        raise UsageError(f"{question.name} needs {ways}", vi=f"{question.name} cần {ways_vi}")


def _check_order(question: Question, shown: Mapping[str, Mapping[str, Any]]) -> None:
    starts = [shown[p.name]["first"] for p in question.parameters if p.kind == "from" and p.name in shown]
    ends = [shown[p.name]["last"] for p in question.parameters if p.kind == "to" and p.name in shown]
    if starts and ends and max(starts) > min(ends):
        raise UsageError(
            f"from {max(starts)} is after to {min(ends)}; exchange them",
            vi=f"ngày đầu {max(starts)} sau ngày cuối {min(ends)}; hãy đổi chỗ",
        )


def _bind_one(
    parameter: Parameter, text: str, index: SearchIndex, lang: str
) -> tuple[Values, Mapping[str, Any], tuple[str, ...]]:
    variable = parameter.variable
    if parameter.many:
        return _bind_many(parameter, text, index, lang)
    if parameter.kind in ENTITY_KINDS:
        found: Resolved = resolve(index, text, parameter.kind, lang)
        return {variable: terms.iri(found.iri)}, {"id": found.iri, "label": found.label}, found.notices
    if parameter.kind in {"from", "to", "interval"}:
        return (*_bind_days(parameter, text), ())
    if parameter.kind == "boolean":
        value = _read_boolean(parameter.name, text)
        return {variable: terms.literal(value)}, {}, ()
    if parameter.kind == "count":
        return {variable: terms.literal(_read_count(parameter, text))}, {}, ()
    if parameter.kind in {"choice", "event-kind"}:
        return {variable: terms.iri(_read_choice(parameter, text))}, {}, ()
    return {variable: terms.string(text)}, {}, ()


def _bind_many(
    parameter: Parameter, text: str, index: SearchIndex, lang: str
) -> tuple[Values, Mapping[str, Any], tuple[str, ...]]:
    """Bind each of the things that a separator parts; the same thing counts once."""
    given = [item.strip() for item in text.split(SEPARATOR) if item.strip()]
    if len(given) > MOST_THINGS:
        raise UsageError(
            f"{parameter.name} names {len(given)} things; give at most {MOST_THINGS}",
            vi=f"{parameter.name} nêu {len(given)} đối tượng; hãy cho nhiều nhất {MOST_THINGS}",
        )
    found = {item: resolve(index, item, parameter.kind, lang) for item in given}
    if not found:
        raise UsageError(
            f"{parameter.name}={text!r} names nothing; part several by {SEPARATOR!r}",
            vi=f"{parameter.name}={text!r} không nêu gì; hãy ngăn các đối tượng bằng {SEPARATOR!r}",
        )
    items = [{"given": item, "id": one.iri, "label": one.label} for item, one in found.items()]
    bound = tuple(dict.fromkeys(terms.iri(one.iri) for one in found.values()))
    return (
        {parameter.variable: bound},
        {"items": items},
        tuple(n for one in found.values() for n in one.notices),
    )


def _read_count(parameter: Parameter, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT:
        number = int(text)
        if 1 <= number <= parameter.most:
            return number
    raise UsageError(
        f"{parameter.name}={text[:20]!r} is no whole number from 1 to {parameter.most}",
        vi=f"{parameter.name}={text[:20]!r} không phải số nguyên từ 1 đến {parameter.most}",
    )


def _bind_days(parameter: Parameter, text: str) -> tuple[dict[str, str], dict[str, str]]:
    days, variable = parse_period(text), parameter.variable
    shown = {"first": days.earliest.isoformat(), "last": days.latest.isoformat()}
    first, last, until = (terms.literal(day) for day in (days.earliest, days.latest, days.until))
    if parameter.kind == "from":
        return {variable: first}, shown
    if parameter.kind == "to":
        return {variable: last, f"{variable}_until": until}, shown
    return {f"{variable}_first": first, f"{variable}_last": last, f"{variable}_until": until}, shown


def _read_boolean(name: str, text: str) -> bool:
    word = match_key(text)
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise UsageError(
        f"{name}={text!r} is neither true nor false", vi=f"{name}={text!r} không phải true hay false"
    )


def _read_choice(parameter: Parameter, text: str) -> str:
    value = "-".join(text.lower().replace("_", "-").split())
    choices = tuple(EVENT_CLASSES) if parameter.kind == "event-kind" else SCHEMES[parameter.scheme]
    if value not in choices:
        listed = ", ".join(choices)
        raise UsageError(
            f"{parameter.name}={text!r} is none of {listed}",
            vi=f"{parameter.name}={text!r} không thuộc: {listed}",
        )
    return str(EVENT_CLASSES[value] if parameter.kind == "event-kind" else term_of(parameter.scheme, value))


def values_line(values: Values) -> str:
    """Spell values as the SPARQL line that binds them, a row for each choice; empty where there are none.

    >>> values_line({"from": '"2022-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'})
    'VALUES (?from) { ("2022-01-01"^^<http://www.w3.org/2001/XMLSchema#date>) }'
    >>> values_line({"subject": ("<urn:x:a>", "<urn:x:b>"), "measure": "<urn:x:m>"})
    'VALUES (?subject ?measure) { (<urn:x:a> <urn:x:m>) (<urn:x:b> <urn:x:m>) }'
    """
    if not values:
        return ""
    variables = " ".join(f"?{name}" for name in values)
    choices = ((value,) if isinstance(value, str) else value for value in values.values())
    rows = " ".join(f"({' '.join(row)})" for row in product(*choices))
    return f"VALUES ({variables}) {{ {rows} }}"
