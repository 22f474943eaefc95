"""Vietnamese numbers and quantities, as news and notices write them.

Exact throughout: `Decimal`, nothing is rounded but the quotient of a fraction (28 digits). Figures alone are
read and written in `kg.text.figures`, whose functions stand here too.

How words are read:

* *gần, dưới* = under; *hơn, trên, quá* = over; *khoảng, chừng, xấp xỉ* = about; *ước, ước tính* = estimate.
  Of two such words the one nearer to the number counts ("ước đạt gần 3 tỷ" is under 3 tỷ).
* *tăng* = change upwards, *giảm* = change downwards (a negative value).
* A percentage behind *bằng*, or with a comparison behind it, is a ratio: to an earlier period (cùng kỳ, năm
  trước, so với năm 2020), to the plan (kế hoạch, dự toán, chỉ tiêu, mục tiêu, giao), or to what is not said.
  With neither ("đạt 99,84%") it is a level.
* *14/15* is a ratio of what was done to the whole; *125/100ha* of actual to plan.
* *trăm, nghìn, ngàn, triệu, tỷ, tỉ* multiply; *đồng, đ, VND, VNĐ* are the same unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

from kg.errors import TextError
from kg.text.canonical import fold_space, to_nfc
from kg.text.figures import format_money, format_number, parse_number, plain, scaled

__all__ = [
    "Measure",
    "Qualifier",
    "Quantity",
    "format_money",
    "format_number",
    "parse_number",
    "parse_quantity",
]

Qualifier = Literal["exact", "about", "under", "over", "estimate"]
"""How the number relates to the truth: the values of the record field ``qualifier``."""

Measure = Literal["level", "change", "change-percent", "ratio", "ratio-to-plan", "ratio-to-period"]
"""What the number says: values of the record field ``measure``, and *ratio* where no word says to what."""

_QUOTIENT = Context(prec=28)
_QUALIFIERS: dict[str, Qualifier] = {
    "gần": "under",
    "dưới": "under",
    "hơn": "over",
    "trên": "over",
    "quá": "over",
    "khoảng": "about",
    "chừng": "about",
    "xấp xỉ": "about",
    "ước": "estimate",
    "ước tính": "estimate",
}
_SIGNS = {"tăng": 1, "giảm": -1}
_VERBS = {"bằng", "đạt", "là"}
_LEAD_WORDS = sorted({*_QUALIFIERS, *_SIGNS, *_VERBS}, key=len, reverse=True)
_LEAD = re.compile(rf"({'|'.join(_LEAD_WORDS)})(?:\s|$)")
_POWERS = {"trăm": 2, "nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_MONEY = {"đồng", "đ", "vnd", "vnđ"}
_FIGURES = r"\d(?:[\d.,]*\d)?"
_PHRASE = re.compile(rf"(\D*?)\s*([+\-−]?{_FIGURES})(?:\s?/\s?({_FIGURES}))?(.*)", re.ASCII)
# Words of letters; a digit only in m2, km3 and their like.
_UNIT = re.compile(r"%|(?:[^\W\d_]|[ /²³]|(?<=m)[23](?!\d))*")
# "so với …" behind a unit; a comparison has years and dates in it, but no second percentage or clause.
_COMPARED = re.compile(r"(?:^| )(?=so\b)")
_AGAINST = re.compile(r"[\w /–-]*")
_PERIOD = re.compile(r"cùng k[ỳì]|(?:năm|quý|tháng|kỳ) (?:trước|ngoái)|so với năm \d{4}")
_PLAN = re.compile(r"kế hoạch|dự toán|chỉ tiêu|mục tiêu|giao")


@dataclass(frozen=True)
class Quantity:
    """One number of a text with what its words say about it.

    Attributes:
        value: in the base unit: đồng for money, per cent for "%"; for a fraction the quotient, whatever the
            unit of its parts; negative for a decrease.
        unit: base unit: ``đồng``, ``%`` or the unit words without *nghìn, triệu, tỷ*; None where none is
            written.
        unit_stated: the unit words as written ("triệu đồng"); None where none is written.
        number: the first number as written, before any multiplication, with all its digits.
        qualifier: exact unless a word says otherwise.
        measure: level, change or ratio.
        denominator: the second number of a fraction, else None.
        against: the words of the comparison as written ("so với cùng kỳ"), else None.
    """

    value: Decimal
    unit: str | None
    unit_stated: str | None
    number: Decimal
    qualifier: Qualifier = "exact"
    measure: Measure = "level"
    denominator: Decimal | None = None
    against: str | None = None


def _read_lead(words: str, phrase: str) -> tuple[Qualifier, list[str]]:
    """Read the words before the number: the qualifier nearest to it, and the verbs."""
    qualifier: Qualifier = "exact"
    verbs = []
    rest = words.lower()
    while rest:
        match = _LEAD.match(rest)
        if match is None:
            known = ", ".join(sorted(_LEAD_WORDS))
            raise TextError(
                f"{rest!r} before the number of {phrase!r} is not understood: leave it out; known: {known}"
            )
        word = match.group(1)
        if word in _QUALIFIERS:
            qualifier = _QUALIFIERS[word]
        else:
            verbs.append(word)
        rest = rest[match.end() :]
    return qualifier, verbs


def _read_tail(tail: str, phrase: str) -> tuple[int, str | None, str | None, str | None]:
    """Read what follows the number: power of ten, base unit, unit as written, comparison as written."""
    if tail.startswith("%"):
        stated, against = "%", tail[1:].strip()
    else:
        stated, _, against = _COMPARED.sub("\n", tail, count=1).partition("\n")
    if _UNIT.fullmatch(stated) is None or _AGAINST.fullmatch(against) is None:
        raise TextError(
            f"{tail!r} behind the number of {phrase!r} is no unit: give one number, as '27,1 tỷ đồng'"
        )
    words = stated.split()
    power = 0
    while words and words[0].lower() in _POWERS:
        power += _POWERS[words.pop(0).lower()]
    unit = " ".join(words)
    if unit.lower() in _MONEY:
        unit = "đồng"
    return power, unit or None, stated or None, against or None


def _measure_of(unit: str | None, verbs: list[str], against: str | None, *, fraction: bool) -> Measure:
    """Say what kind of number it is, by the rules at the head of this module."""
    if any(verb in _SIGNS for verb in verbs):
        return "change-percent" if unit == "%" else "change"
    if fraction:
        return "ratio"
    if unit != "%" or not (against or "bằng" in verbs):
        return "level"
    compared = (against or "").lower()
    if _PERIOD.search(compared):
        return "ratio-to-period"
    return "ratio-to-plan" if _PLAN.search(compared) else "ratio"


def parse_quantity(text: str) -> Quantity:
    """Read a phrase that holds one quantity: words about it, a number or fraction, unit, comparison.

    Raises:
        TextError: there is no number or more than one, or words around it are not understood.

    >>> parse_quantity("hơn 27,1 tỷ đồng").value, parse_quantity("hơn 27,1 tỷ đồng").qualifier
    (Decimal('27100000000'), 'over')
    >>> parse_quantity("bằng 120,94 % so với cùng kỳ").measure, parse_quantity("tăng 3,59 %").measure
    ('ratio-to-period', 'change-percent')
    >>> parse_quantity("125/100ha").value, parse_quantity("125/100ha").unit
    (Decimal('1.25'), 'ha')
    """
    phrase = fold_space(to_nfc(text))
    match = _PHRASE.fullmatch(phrase)
    if match is None:
        raise TextError(f"{text!r} holds no number: give a quantity as '27,1 tỷ đồng'")
    lead, figures, second, tail = match.groups()
    qualifier, verbs = _read_lead(lead, phrase)
    power, unit, stated, against = _read_tail(tail.strip(), phrase)
    number = parse_number(figures)
    denominator = parse_number(second) if second else None
    signs = [_SIGNS[verb] for verb in verbs if verb in _SIGNS]
    if len(signs) > 1 or (signs and figures[0] in "+-−"):
        raise TextError(f"{text!r} gives the direction twice: write one of tăng, giảm, + and -")
    if denominator is None:
        value = scaled(number, power)
    elif denominator:
        value = plain(_QUOTIENT.divide(number, denominator))
    else:
        raise TextError(f"{text!r} divides by zero: give the whole behind the '/'")
    return Quantity(
        value=plain(-value) if signs == [-1] else value,
        unit=unit,
        unit_stated=stated,
        number=number,
        qualifier=qualifier,
        measure=_measure_of(unit, verbs, against, fraction=denominator is not None),
        denominator=denominator,
        against=against,
    )
