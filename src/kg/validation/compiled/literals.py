"""Whether a literal is well-formed: XML Schema 1.1 part 2, the datatypes of RDF 1.1 §5.1 that SPARQL knows.

``sh:datatype`` asks for well-formed literals (SHACL §4.1.2). The engine keeps ill-formed ones but has no
function that tells them apart, so their lexical forms are checked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal
from rdflib import XSD

_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR: Final = r"-?(?:[1-9]\d{3,}|0\d{3})"
_DAY: Final = rf"(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_FLOAT: Final = r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)"
_YEARS: Final = r"(?:\d+Y(?:\d+M)?|\d+M)"
_SECONDS: Final = r"(?:\d+H(?:\d+M)?(?:\d+(?:\.\d+)?S)?|\d+M(?:\d+(?:\.\d+)?S)?|\d+(?:\.\d+)?S)"
_DAYS: Final = rf"(?:\d+D(?:T{_SECONDS})?|T{_SECONDS})"
_INTEGER: Final = r"[+-]?\d+"

_FORMS: Final[Mapping[str, str]] = {
    str(XSD.boolean): "true|false|1|0",
    str(XSD.decimal): r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    str(XSD.double): _FLOAT,
    str(XSD.float): _FLOAT,
    str(XSD.date): _DAY + _ZONE,
    str(XSD.dateTime): f"{_DAY}T{_TIME}{_ZONE}",
    str(XSD.dateTimeStamp): f"{_DAY}T{_TIME}{_ZONE[:-1]}",
    str(XSD.time): _TIME + _ZONE,
    str(XSD.gYear): _YEAR + _ZONE,
    str(XSD.gYearMonth): f"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    str(XSD.gMonth): f"--(?:0[1-9]|1[0-2]){_ZONE}",
    str(XSD.gDay): f"---(?:0[1-9]|[12]\\d|3[01]){_ZONE}",
    str(XSD.gMonthDay): f"--(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\\d|3[01]){_ZONE}",
    str(XSD.duration): f"-?P(?:{_YEARS}{_DAYS}?|{_DAYS})",
    str(XSD.yearMonthDuration): f"-?P{_YEARS}",
    str(XSD.dayTimeDuration): f"-?P{_DAYS}",
    str(XSD.hexBinary): "(?:[0-9a-fA-F]{2})*",
    str(XSD.base64Binary): (
        "(?:[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?[A-Za-z0-9+/] ?)*"
        "(?:[A-Za-z0-9+/] ?[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
    ),
    str(XSD.language): "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
}

_RANGES: Final[Mapping[str, tuple[int | None, int | None]]] = {
    str(XSD.integer): (None, None),
    str(XSD.long): (-(2**63), 2**63 - 1),
    str(XSD.int): (-(2**31), 2**31 - 1),
    str(XSD.short): (-(2**15), 2**15 - 1),
    str(XSD.byte): (-128, 127),
    str(XSD.nonNegativeInteger): (0, None),
    str(XSD.positiveInteger): (1, None),
    str(XSD.nonPositiveInteger): (None, 0),
    str(XSD.negativeInteger): (None, -1),
    str(XSD.unsignedLong): (0, 2**64 - 1),
    str(XSD.unsignedInt): (0, 2**32 - 1),
    str(XSD.unsignedShort): (0, 2**16 - 1),
    str(XSD.unsignedByte): (0, 255),
}
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2


@lru_cache(maxsize=200_000)
def is_well_formed(literal: Literal) -> bool:
    """Tell whether a literal's lexical form is one of its datatype; unknown datatypes have no wrong form.

    >>> from pyoxigraph import NamedNode
    >>> is_well_formed(Literal("2025-02-30", datatype=NamedNode(str(XSD.date))))
    False
    >>> is_well_formed(Literal("300", datatype=NamedNode(str(XSD.byte))))
    False
    """
    datatype = literal.datatype.value
    if datatype in _RANGES:
        return _is_integer(literal.value, *_RANGES[datatype])
    matcher = _matchers().get(datatype)
    if matcher is None:
        return True
    match = matcher(literal.value)
    return match is not None and _is_day(match)


@lru_cache(maxsize=1)
def _matchers() -> dict[str, Callable[[str], re.Match[str] | None]]:
    return {datatype: re.compile(form, re.ASCII).fullmatch for datatype, form in _FORMS.items()}


def _is_integer(text: str, least: int | None, most: int | None) -> bool:
    if not re.fullmatch(_INTEGER, text, re.ASCII):
        return False
    if least is None and most is None:
        return True
    value = int(text)
    return (least is None or value >= least) and (most is None or value <= most)


def _is_day(match: re.Match[str]) -> bool:
    """Tell whether the day exists in its month, where the form has both."""
    parts = match.groupdict()
    if "day" not in parts:
        return True
    month, day = int(parts["month"]), int(parts["day"])
    if month != _FEBRUARY:
        return day <= _LENGTHS[month - 1]
    year = int(parts["year"]) if "year" in parts else 0
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (29 if leap else 28)
