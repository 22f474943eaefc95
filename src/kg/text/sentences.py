"""Split a Vietnamese text into sentences, so that every sentence can be accounted for.

The rule, in the order in which it is applied:

1. A line break ends a sentence, for headings, captions and signatures have no full stop; blank lines
   alike. It does not where the next line starts with a lower-case letter and the line ends in none of
   ``. ! ? … : ;`` (a page break inside a sentence), or where the line ends in a comma.
2. Inside a line ``.``, ``!``, ``?``, ``…`` and rows of them end a sentence, closing quotes and brackets
   included, if white space follows and then an upper-case letter or a digit (a dash, quote or bracket may
   stand before it).
3. A single full stop does not, behind
   - an abbreviation (TL., KT., TM., TUQ., TP., ThS., …) or a single upper-case letter (an initial),
   - the number or letter of a heading at the start of a line ("1.", "2.1.", "II.", "a.").
4. A full stop between digits (1.642) has no white space behind it and so ends nothing. ``;`` and ``:``
   inside a line end nothing.

What the rule cannot know: a page break before a capitalised name ends a sentence; an initial or an
abbreviation that happens to be a sentence's last word does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.text.spans import Span

_ABBREVIATIONS = frozenset(
    {
        "TL",
        "KT",
        "TM",
        "TUQ",
        "TP",
        "Tp",
        "TX",
        "TT",
        "Th.S",
        "ThS",
        "Ths",
        "TS",
        "PGS",
        "GS",
        "BS",
        "KS",
        "CN",
    }
    | {"NGƯT", "NGND", "NSƯT", "NSND", "đ/c", "Đ/c", "ĐC", "Tr", "tr", "Nxb", "NXB"}
)
_LINE_BREAK = re.compile(r"\n\s*")
# Possessive, and tried once per row of marks: long dotted lines cost no more than their length.
_STOP = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]*]*+[^\S\n]++")
_OPENING = re.compile(r"[\"'“‘«(\[*–—-]*[^\S\n]*")
_HEADING = re.compile(r"(?:\d+(?:\.\d+)*|[IVX]+|[a-zđ])")
_WORD_BEFORE = re.compile(r"\S*\Z")


def _last_before(text: str, position: int) -> str:
    """Give the last character before a position that is not white space; empty if there is none."""
    while position and text[position - 1].isspace():
        position -= 1
    return text[max(position - 1, 0) : position]


def _breaks(text: str) -> Iterator[int]:
    """Give the positions of line breaks that end a sentence."""
    for match in _LINE_BREAK.finditer(text):
        last = _last_before(text, match.start())
        following = text[match.end() : match.end() + 1]
        page_break = following.islower() and last not in set(".!?…:;")
        if not page_break and last != ",":
            yield match.start()


def _only_abbreviates(text: str, stop: int) -> bool:
    """Say whether the full stop at a position belongs to an abbreviation, initial or heading number."""
    line_start = text.rfind("\n", 0, stop) + 1
    before = _WORD_BEFORE.search(text, line_start, stop)
    word = before.group().lstrip("\"'“‘«([*–—-") if before else ""
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        return True
    heads_line = not text[line_start : stop - len(word)].strip(" \u00a0*-–—")
    return heads_line and _HEADING.fullmatch(word) is not None


def _stops(text: str) -> Iterator[int]:
    """Give the positions behind end marks inside a line that end a sentence."""
    for match in _STOP.finditer(text):
        opening = _OPENING.match(text, match.end())
        following = text[opening.end() : opening.end() + 1] if opening else ""
        if not (following.isupper() or following.isdigit()):
            continue
        if match.group(1) == "." and _only_abbreviates(text, match.start()):
            continue
        yield match.end()


def sentence_spans(text: str) -> list[Span]:
    r"""Give the passages of all sentences, in order.

    Spans neither overlap nor start or end with white space; together they hold every character that is not
    white space.

    >>> text = "TL. CHỦ TỊCH\n2.1. Đạt 1.642 ha. Kết quả tốt!"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['TL. CHỦ TỊCH', '2.1. Đạt 1.642 ha.', 'Kết quả tốt!']
    """
    cuts = sorted({0, len(text), *_breaks(text), *_stops(text)})
    spans = []
    for start, end in pairwise(cuts):
        passage = text[start:end]
        if passage.strip():
            first = start + len(passage) - len(passage.lstrip())
            spans.append((first, first + len(passage.strip())))
    return spans
