"""The two languages in which values are written out for readers."""

from __future__ import annotations

from typing import Literal

from kg.errors import TextError

Language = Literal["vi", "en"]
"""Language of a formatted number or date: BCP 47 subtags."""


def choose(lang: Language, *, vi: str, en: str) -> str:
    """Give the wording that belongs to a language.

    Raises:
        TextError: the language is neither ``vi`` nor ``en``.

    >>> choose("en", vi="tỷ", en="billion")
    'billion'
    """
    if lang == "vi":
        return vi
    if lang == "en":
        return en
    raise TextError(f"unknown language {lang!r}: use vi or en")
