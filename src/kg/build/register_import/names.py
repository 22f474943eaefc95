"""Read the names of the lists: type word and proper name apart, and the keys under which two spellings meet.

The lists write one name in several ways (``Xã Cò  Nòi``, ``xã Bắc Sơn``, ``Phường 04`` and ``Phường 4``,
``Tu Lý`` and later ``Tú Lý``). A difference of this kind is a spelling and no renaming.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache

from kg.text.canonical import accent_key, canonical_tone, fold_space, match_key

TYPES = ("thị trấn", "thị xã", "thành phố", "phường", "huyện", "quận", "tỉnh", "đặc khu", "xã")
"""Type words of units, longest first where one begins like another."""

_NUMBER = re.compile(r"0+(?=\d)")


@cache
def split_type(full: str) -> tuple[str, str]:
    """Part the full name of a unit into its type in lower case and its name; the type may be empty.

    >>> split_type("Thị  trấn Hoà Thành"), split_type("Krông Na")
    (('thị trấn', 'Hoà Thành'), ('', 'Krông Na'))
    """
    text = fold_space(full)
    for word in TYPES:
        if text.lower().startswith(f"{word} "):
            return word, text[len(word) + 1 :]
    return "", text


@cache
def people_name(name: str) -> str:
    """Spell a name as people write it: tone on the first vowel, a capital in every word.

    >>> people_name("Hoà an")
    'Hòa An'
    """
    return " ".join(word[0].upper() + word[1:] for word in canonical_tone(fold_space(name)).split(" "))


@cache
def exact_key(name: str) -> str:
    """Give the key that keeps accents: case, tone placement, punctuation and leading zeros do not count.

    >>> exact_key("Văn Miếu - Quốc Tử Giám"), exact_key("04")
    ('văn miếu quốc tử giám', '4')
    """
    return _NUMBER.sub("", accent_key(name))


@cache
def loose_key(name: str) -> str:
    """Give the key without accents, under which two spellings of one list entry meet.

    >>> loose_key("Tu Lý") == loose_key("Tú Lý")
    True
    """
    return _NUMBER.sub("", match_key(name))


@cache
def sound_key(name: str) -> str:
    """Give the key that takes i and y for one: ``Qui Nhơn`` and ``Quy Nhơn`` sound alike.

    >>> sound_key("Qui Nhơn") == sound_key("Quy Nhơn")
    True
    """
    return loose_key(name).replace("y", "i")


@cache
def squeezed_key(name: str) -> str:
    """Give the key under which most misspellings of one name meet: no accents, no gaps, i for y, s for x.

    >>> squeezed_key("Nông trường Trần Phú"), squeezed_key("NT Trần Phú"), squeezed_key("Ea Bia")
    ('nttranphu', 'nttranphu', 'eabia')
    """
    return sound_key(name).replace("nong truong", "nt").replace(" ", "").replace("x", "s")


def likeness(one: str, other: str) -> float:
    """Say how alike two names are when squeezed, from 0 to 1.

    >>> likeness("Sà Phìn", "Xà Phìn") > 0.8 > likeness("Sà Phìn", "Phố Bảng")
    True
    """
    return SequenceMatcher(None, squeezed_key(one), squeezed_key(other), autojunk=False).ratio()
