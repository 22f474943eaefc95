"""Check that recorded names are recorded wherever the text has them (rule R9 of the record format).

A name is a form as written with a capital letter. A co-reference ("các Chương trình" for programmes named
before) is none: elsewhere the same words may point to something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.errors import Finding
from kg.records.model import Record
from kg.records.report import report
from kg.text.canonical import fold_space
from kg.text.spans import find_all

_NAMING = ("said", "publisher", "mention")


def check_names(dossier: Record, text: str) -> Iterator[Finding]:
    """Yield every occurrence of a recorded capitalised form that lies in no passage next to ``stated``."""
    first: dict[str, Record] = {}
    covered: list[tuple[int, int]] = []
    for record in dossier.walk():
        if "stated" not in record:
            continue
        covered.extend(record.spans("at"))
        form = fold_space(record.text("stated"))
        names = record.type.name in _NAMING and record.text("strength") != "coreference"
        if names and any(letter.isupper() for letter in form):
            first.setdefault(form, record)
    ends = _farthest_ends(covered)
    for form, record in first.items():
        missing = [span for span in _occurrences(text, form) if ends.get(span[0], 0) < span[1]]
        if missing:
            places = ", ".join(f"[{start}, {end}]" for start, end in missing)
            message = f"{form!r} stands at {places} too, which no 'stated' covers; record it there"
            message_vi = f"{form!r} còn có ở {places} mà chưa ghi; hãy ghi thêm vị trí"
            yield report(record, "at", "R9", message, message_vi, value=form)


def _farthest_ends(spans: list[tuple[int, int]]) -> dict[int, int]:
    """Give for each position inside a passage the farthest end of the passages that hold it."""
    ends: defaultdict[int, int] = defaultdict(int)
    for start, end in spans:
        for position in range(start, end):
            ends[position] = max(ends[position], end)
    return ends


def _occurrences(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Yield where a form stands as whole words."""
    for start, end in find_all(text, form):
        before, after = text[start - 1 : start], text[end : end + 1]
        inside = (before.isalnum() and form[0].isalnum()) or (after.isalnum() and form[-1].isalnum())
        if not inside:
            yield start, end
