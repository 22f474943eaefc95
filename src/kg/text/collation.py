"""Vietnamese alphabetical order: the Unicode Collation Algorithm with CLDR's root and ``vi`` rules.

CLDR ``vi`` (common/collation/vi.xml) says: *ă â đ ê ô ơ ư* are letters of their own behind *a a d e o o u*,
and the tones, a second level, come in the order ngang, huyền, hỏi, ngã, sắc, nặng. Root says: white space
< punctuation < symbols < digits < letters, none of them ignored; on the third level lower case < upper case.
A level counts only where all earlier levels are equal over the whole text.

The order agrees with ICU for the Vietnamese and English alphabets, the digits, Latin-1 punctuation and the
usual typographic marks. Other characters (Greek, Chinese, æ) stand behind *z* in code point order, which
ICU does not promise. Characters without shape (controls, format characters) do not count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

SortKey = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Weights of the letters, of the accents, of the case: compared in this order."""

# In the order of CLDR root; a character that stands here is not decomposed.
_SPACES = "\t\n\v\f\r\x85\u2028\u2029 "
_PUNCTUATION = "_-‐‒–—―,;:!¡?¿.·'‘’‚‛‹›\"“”„‟«»()[]{}§¶@*/\\&#%‰†‡•‣′‵※"
_SYMBOLS = "`´^¯¨¸°©®+±÷×<=>¬|¦~−⁄≤≥¤¢$£¥₫"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {c: i for i, c in enumerate(_SPACES + _PUNCTUATION + _SYMBOLS + "0123456789" + _LETTERS, start=1)}

# huyền, hỏi, ngã, sắc, nặng (CLDR vi); then the other marks of Latin letters (CLDR root): breve, circumflex,
# caron, ring, diaeresis, double acute, dot above, cedilla, ogonek, macron.
_MARKS = "\u0300\u0309\u0303\u0301\u0323\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0327\u0328\u0304"
_SECONDARY = {c: i for i, c in enumerate(_MARKS, start=1)}

_BEHIND_ALL = 1000
_UPPER, _COMPATIBLE = 2, 1


def _letters_with_marks(text: str) -> Iterator[tuple[str, str]]:
    """Split decomposed text into a base character and the combining marks behind it."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not unicodedata.combining(text[i]):
            yield text[start], text[start + 1 : i]
            start = i


def _own_letter(base: str, marks: str) -> tuple[str, str]:
    """Take breve, circumflex or horn into the base where both make a letter; give the remaining marks.

    A mark behind another of its combining class cannot be taken (UCA, rule S2.1: it is blocked).
    """
    for i, mark in enumerate(marks):
        blocked = i > 0 and unicodedata.combining(marks[i - 1]) == unicodedata.combining(mark)
        composed = unicodedata.normalize("NFC", base + mark)
        if not blocked and composed.lower() in _LETTERS and len(composed) == 1:
            return composed, marks[:i] + marks[i + 1 :]
    return base, marks


def _weights(text: str, tertiary: int) -> Iterator[tuple[int, int, int]]:
    """Give one (letter, accent, case) weight per collation element; 0 for a letter = none."""
    for first, tail in _letters_with_marks(unicodedata.normalize("NFD", text)):
        base, marks = _own_letter(first, tail)
        lower = base.lower()
        if unicodedata.combining(base):
            marks = base + marks
        elif lower in _PRIMARY:
            yield _PRIMARY[lower], 0, tertiary | (_UPPER if base != lower else 0)
        elif (plain := unicodedata.normalize("NFKD", base)) != base:
            yield from _weights(plain, tertiary | _COMPATIBLE)
        elif unicodedata.category(base) not in {"Cc", "Cf"}:
            yield _BEHIND_ALL + ord(lower[0]), 0, tertiary | (_UPPER if base != lower else 0)
        for mark in marks:
            yield 0, _SECONDARY.get(mark, _BEHIND_ALL + ord(mark)), 0


def sort_key(s: str) -> SortKey:
    """Make the key by which names stand in Vietnamese order.

    Canonically equivalent texts have equal keys.

    >>> sorted(["Đà", "Dung", "An", "Ấn", "Ân", "Ăn", "Bà", "Bá", "bà", "Bả", "Cao 2"], key=sort_key)
    ['An', 'Ăn', 'Ân', 'Ấn', 'bà', 'Bà', 'Bả', 'Bá', 'Cao 2', 'Dung', 'Đà']
    """
    elements = tuple(_weights(s, 0)) if s else ()
    return (
        tuple(primary for primary, _, _ in elements if primary),
        tuple(secondary for _, secondary, _ in elements),
        tuple(tertiary for _, _, tertiary in elements),
    )
