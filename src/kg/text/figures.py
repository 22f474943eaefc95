"""Vietnamese figures: read and write one number, with "." between thousands and "," before decimals.

Exact throughout: `Decimal`, nothing is rounded.
"""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

from kg.errors import TextError
from kg.text.language import Language, choose

_NUMBER = re.compile(r"([+\-−]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
_SWAP = str.maketrans(",.", ".,")
# Moving the point must never round.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_MOST_DECIMALS = 3


def parse_number(text: str) -> Decimal:
    """Read a number in Vietnamese figures; the digits behind the comma are kept as written.

    Raises:
        TextError: the text is no such number; "1.5" is one of them, for a group after "." has three digits.

    >>> parse_number("1.642,670"), parse_number("04"), parse_number("120,94")
    (Decimal('1642.670'), Decimal('4'), Decimal('120.94'))
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise TextError(
            f"{text!r} is no number: write thousands with '.' and decimals with ',', as 1.642,670"
        )
    sign, whole, decimals = match.groups()
    written = whole.replace(".", "") + (f".{decimals}" if decimals else "")
    return Decimal(f"-{written}" if sign in {"-", "−"} else written)


def plain(value: Decimal) -> Decimal:
    """Give the same value without exponent and without zeros at the end of the decimals.

    Raises:
        TextError: the value is infinite or not a number.

    >>> plain(Decimal("1642670000.000")), plain(Decimal("3E+9")), plain(Decimal("1.50"))
    (Decimal('1642670000'), Decimal('3000000000'), Decimal('1.5'))
    """
    if not value.is_finite():
        raise TextError(f"{value} is no number that can be written: give a finite one")
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Decimal(digits) or Decimal(0)  # no -0


def scaled(value: Decimal, power: int) -> Decimal:
    """Give the value times ten to a power, exactly.

    >>> scaled(Decimal("27.1"), 9)
    Decimal('27100000000')
    """
    return plain(value.scaleb(power, _EXACT))


def format_number(value: Decimal, lang: Language) -> str:
    """Write a number for readers, all its digits kept.

    Raises:
        TextError: the value is infinite or not a number, or the language is neither vi nor en.

    >>> format_number(Decimal("1642.670"), "vi"), format_number(Decimal("1642.670"), "en")
    ('1.642,670', '1,642.670')
    """
    if not value.is_finite():
        raise TextError(f"{value} is no number that can be written: give a finite one")
    english = f"{value:,f}"
    return choose(lang, vi=english.translate(_SWAP), en=english)


def format_money(value: Decimal, lang: Language) -> str:
    """Write a sum, given in đồng, with the largest of tỷ and triệu that needs at most three decimals.

    Nothing is rounded: a sum that fits neither is written out in đồng.

    Raises:
        TextError: the value is infinite or not a number, or the language is neither vi nor en.

    >>> format_money(Decimal(27_100_000_000), "vi"), format_money(Decimal(27_100_000_000), "en")
    ('27,1 tỷ đồng', '27.1 billion đồng')
    >>> format_money(Decimal(1_642_670_000), "vi"), format_money(Decimal(500_000), "en")
    ('1.642,67 triệu đồng', '500,000 đồng')
    """
    for power, vi, en in ((9, "tỷ", "billion"), (6, "triệu", "million")):
        count = scaled(value, -power)
        if abs(count) >= 1 and -int(count.as_tuple().exponent) <= _MOST_DECIMALS:
            return f"{format_number(count, lang)} {choose(lang, vi=vi, en=en)} đồng"
    return f"{format_number(plain(value), lang)} đồng"
