"""The forms of a name by which it is looked for: abbreviations written out, with and without accents.

Both sides are brought to the same form, so ``UBND tỉnh Lai Châu`` finds ``Ủy ban nhân dân tỉnh Lai Châu``
and the other way round. Only abbreviations that are no Vietnamese syllable, with or without accents, are
written out always; the others (TU, HU) only where they stand in capitals.
"""

from __future__ import annotations

import re
from typing import Final

from kg.text.canonical import accent_key, match_key

ABBREVIATIONS: Final[dict[str, str]] = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "hdnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "nq": "nghị quyết",
    "qđ": "quyết định",
    "qd": "quyết định",
    "gpmb": "giải phóng mặt bằng",
    "đbqh": "đại biểu quốc hội",
    "dbqh": "đại biểu quốc hội",
    "tnmt": "tài nguyên và môi trường",
    "ntm": "nông thôn mới",
    "mtqg": "mục tiêu quốc gia",
    "bch": "ban chấp hành",
    "btv": "ban thường vụ",
    "bcđ": "ban chỉ đạo",
    "bcd": "ban chỉ đạo",
    "pct": "phó chủ tịch",
    "htx": "hợp tác xã",
    "dtts": "dân tộc thiểu số",
    "tp": "thành phố",
    "tx": "thị xã",
    "khđt": "kế hoạch và đầu tư",
    "khdt": "kế hoạch và đầu tư",
}
"""Abbreviation in lower case → what it stands for, in the order of its words."""

_IN_CAPITALS: Final[dict[str, str]] = {"TU": "tỉnh ủy", "HU": "huyện ủy", "ĐU": "đảng ủy"}
_CAPITALS: Final = re.compile(rf"\b(?:{'|'.join(_IN_CAPITALS)})\b")

_ZEROS: Final = re.compile(r"(?<!\S)0+(?=\d)")


def expand(text: str) -> str:
    """Write abbreviations out; the result is an accent key (lower case, no punctuation).

    >>> expand("UBND huyện Hoà An"), expand("NQ 08"), expand("1556-QĐ/TU")
    ('ủy ban nhân dân huyện hòa an', 'nghị quyết 08', '1556 quyết định tỉnh ủy')
    """
    spelled = _CAPITALS.sub(lambda match: _IN_CAPITALS[match.group()], text)
    return " ".join(ABBREVIATIONS.get(word, word) for word in accent_key(spelled).split())


def keys(text: str) -> tuple[str, str]:
    """Give the key with accents and the key without.

    >>> keys("Đồng chí")
    ('đồng chí', 'dong chi')
    """
    with_accents = expand(text)
    return with_accents, match_key(with_accents)


def without_zeros(key: str) -> str:
    """Leave out zeros in front of numbers, so that ``NQ 8`` finds ``Nghị quyết 08``.

    >>> without_zeros("nghị quyết 08"), without_zeros("0")
    ('nghị quyết 8', '0')
    """
    return _ZEROS.sub("", key)


def has_accents(with_accents: str, without: str) -> bool:
    """Tell whether a text was typed with accents; then names that agree in them come first.

    >>> has_accents("bắc sơn", "bac son"), has_accents("bac son", "bac son")
    (True, False)
    """
    return with_accents != without
