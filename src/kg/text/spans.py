"""Find and compare passages of a text; positions are code points, half-open, 0-based.

White space is the only thing that may differ between a passage and the words quoted from it: NO-BREAK SPACE,
line breaks and runs of spaces all count as one space (record format, rule R1).
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.errors import TextError
from kg.text.canonical import fold_space, match_key, to_nfc

Span = tuple[int, int]
"""Start and end of a passage in code points, half-open."""

_SPACE_RUN = re.compile(r"\s+")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")


def find_all(text: str, needle: str) -> list[Span]:
    r"""Find every passage that reads like the needle, from left to right, without overlap.

    White space at the ends of the needle is ignored; no span starts or ends with white space.

    Raises:
        TextError: the needle holds nothing but white space.

    >>> find_all("huyện Hòa\u00a0An và huyện Hòa\n An", "Hòa An")
    [(6, 12), (22, 29)]
    """
    words = needle.split()
    if not words:
        raise TextError("nothing to look for: give at least one word")
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(pattern, text)]


def same_text(a: str, b: str) -> bool:
    r"""Say whether two texts are equal when each run of white space counts as one space.

    White space at an end counts too: a passage with a space too much is another passage.

    >>> same_text("27,1\u00a0tỷ đồng", "27,1 tỷ\n đồng"), same_text(" Hòa An", "Hòa An")
    (True, False)
    """
    return _SPACE_RUN.sub(" ", a) == _SPACE_RUN.sub(" ", b)


def _words(text: str) -> list[tuple[str, Span]]:
    return [(match_key(match.group()), match.span()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=32)
def _runs(text: str, n: int) -> frozenset[tuple[str, ...]]:
    """Collect all runs of n words; cached, since one source is compared with many fields."""
    keys = [key for key, _ in _words(to_nfc(text))]
    return frozenset(tuple(keys[i : i + n]) for i in range(len(keys) - n + 1))


def shared_words(a: str, b: str, n: int = 12) -> str | None:
    """Give the first run of n words of `a` that stands in `b` too, as `a` writes it; else None.

    Words are compared by `match_key`: case, accents, punctuation and white space do not hide a copy.

    Raises:
        TextError: `n` is below 1.

    >>> shared_words("Nay họp THƯỜNG KỲ, tháng 5.", "UBND họp thường kỳ tháng 5", n=4)
    'họp THƯỜNG KỲ, tháng'
    >>> shared_words("họp tháng 5", "họp tháng 6", n=3) is None
    True
    """
    if n < 1:
        raise TextError(f"a run has at least one word, not {n}: give n = 1 or more")
    text = to_nfc(a)
    words = _words(text)
    if len(words) < n:
        return None
    known = _runs(b, n)
    for i in range(len(words) - n + 1):
        if tuple(key for key, _ in words[i : i + n]) in known:
            return fold_space(text[words[i][1][0] : words[i + n - 1][1][1]])
    return None


def line_column(text: str, offset: int) -> tuple[int, int]:
    r"""Give line and column of a position, both 1-based, the column in code points.

    Lines end at LINE FEED; the position just behind the last character is allowed.

    Raises:
        TextError: the position lies outside the text.

    >>> line_column("một\nhai", 5)
    (2, 2)
    """
    if not 0 <= offset <= len(text):
        raise TextError(f"position {offset} lies outside the text: use 0 to {len(text)}")
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1
