"""One spelling for what Vietnamese writes in several: tone placement, white space, match keys, slugs.

Rules:

* Unicode normal form C, as Unicode Standard Annex 15 defines it.
* Tone placement: in an open syllable that ends in *oa*, *oe* or *uy* the mark stands on the first vowel in
  the traditional spelling (Hòa, Ủy) and on the second in the reformed one (Hoà, Uỷ). Both occur in one text,
  and no Unicode form unifies them. Canonical here is the first vowel. After *q* the *u* belongs to the
  consonant and never bears the mark (quý). Where a letter follows, both spellings agree (toàn, quỳnh).
* Keys that ignore accents spell *đ* as *d* themselves: *đ* has no Unicode decomposition.
"""

from __future__ import annotations

import re
import unicodedata

from kg.errors import TextError

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PAIRS = [
    (a, b) for first, second in (("oO", "aA"), ("oO", "eE"), ("uU", "yY")) for a in first for b in second
]


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


_TO_FIRST = {
    first + _toned(second, tone): _toned(first, tone) + second for first, second in _PAIRS for tone in _TONES
}
_TO_SECOND = {
    _toned(first, tone) + second: first + _toned(second, tone)
    for first, second in _PAIRS
    if first in "uU"
    for tone in _TONES
}
# A letter or a combining mark that could not be composed: the syllable goes on.
_GOES_ON = r"(?![^\W\d_]|[\u0300-\u036f])"
_MISPLACED = re.compile(
    rf"(?:(?<![Qq])(?:{'|'.join(_TO_FIRST)})|(?<=[Qq])(?:{'|'.join(_TO_SECOND)})){_GOES_ON}"
)
_MOVED = _TO_FIRST | _TO_SECOND
_SPACE_RUN = re.compile(r"\s+")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def to_nfc(s: str) -> str:
    r"""Give the text in Unicode normal form C.

    >>> len("Hoa\u0300 An"), len(to_nfc("Hoa\u0300 An"))
    (7, 6)
    """
    return unicodedata.normalize("NFC", s)


def canonical_tone(s: str) -> str:
    """Move each tone mark to the vowel where the traditional spelling has it.

    Case is kept. Text in form C keeps its length in code points, so positions stay valid; other text is
    brought to form C first.

    >>> canonical_tone("Uỷ viên, Hoà An, khoẻ, thuỷ; toàn, quý, Quỳnh, khuyên")
    'Ủy viên, Hòa An, khỏe, thủy; toàn, quý, Quỳnh, khuyên'
    """
    return _MISPLACED.sub(lambda match: _MOVED[match.group()], to_nfc(s))


def fold_space(s: str) -> str:
    r"""Make one space of each run of white space (NO-BREAK SPACE included) and drop it at both ends.

    >>> fold_space("  Thứ năm,\u00a0 26/11/2020\n")
    'Thứ năm, 26/11/2020'
    """
    return _SPACE_RUN.sub(" ", s).strip()


def accent_key(s: str) -> str:
    """Give the key under which two spellings with the same letters and marks meet.

    Tone placement, case, punctuation and white space do not count; accents do. A search ranks hits that
    agree in this key before those that agree only in `match_key`.

    >>> accent_key("UBND  huyện HOÀ-AN")
    'ubnd huyện hòa an'
    """
    text = canonical_tone(canonical_tone(s).lower())
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in text)
    return fold_space(kept)


def match_key(s: str) -> str:
    """Give the key under which a name is found with or without accents.

    As `accent_key`, then *đ* becomes *d* and all accents are dropped.

    >>> match_key("Dương Xuân Huyên"), match_key("ĐIỆN BIÊN – Đông")
    ('duong xuan huyen', 'dien bien dong')
    """
    decomposed = unicodedata.normalize("NFD", accent_key(s).replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return fold_space(to_nfc(bare))


def slug(s: str) -> str:
    """Make an identifier of a name: ``a``–``z``, ``0``–``9``, words joined by ``-``.

    Raises:
        TextError: nothing is left, for the text has no Latin letter and no digit.

    >>> slug("Uỷ ban nhân dân huyện Hoà An")
    'uy-ban-nhan-dan-huyen-hoa-an'
    """
    made = _NOT_IN_SLUG.sub("-", match_key(s)).strip("-")
    if not made:
        raise TextError(f"cannot make an identifier of {s!r}: give a text with Latin letters or digits")
    return made
