"""Check that a dossier copies no more of its source than it may (rule R11 of the record format).

Names and titles have any length, other words as written at most ten words; what is ours is short, and shares
no run of twelve words with the source.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Finding
from kg.records.fields import Kind
from kg.records.model import Record
from kg.records.report import report
from kg.text.spans import shared_words

LONGEST = {"because": 120, "summary": 100, "asks": 100}
"""Field of our own words → most characters in each language."""
MOST_WORDS = 10
"""Most words of a phrase as written that is neither a name nor a title."""
SHARED_WORDS = 12
"""A run of so many words of the source is a copy."""

_NAMING_SECTIONS = (
    "source",
    "people",
    "posts",
    "organisations",
    "places",
    "documents",
    "programmes",
    "projects",
)
_NAMES = ("said", "publisher")


def check_lengths(dossier: Record) -> Iterator[Finding]:
    """Yield reasons and summaries that are too long, and phrases that are no names but longer than one."""
    for record in dossier.walk():
        for key, longest in LONGEST.items():
            for language, words in zip(("vi", "en"), record.label(key) or (), strict=False):
                if len(words) > longest:
                    message = f"{key}.{language} has {len(words)} characters; shorten it to {longest}"
                    message_vi = f"{key}.{language} dài {len(words)} ký tự; hãy rút còn {longest}"
                    yield report(record, key, "length", message, message_vi, value=words)
        count = len(record.text("stated").split())
        if count > MOST_WORDS and not _is_name(record):
            message = f"{count} words as written; quote at most {MOST_WORDS}, and tell the rest in own words"
            message_vi = (
                f"trích {count} từ; chỉ trích tối đa {MOST_WORDS} từ, phần còn lại viết bằng lời mình"
            )
            yield report(record, "stated", "length", message, message_vi, value=record.text("stated"))


def _is_name(record: Record) -> bool:
    section = record.path.partition(".")[0].partition("[")[0]
    return (record.type.name in _NAMES and section in _NAMING_SECTIONS) or record.type.name == "mention"


def check_own_words(dossier: Record, text: str) -> Iterator[Finding]:
    """Yield fields in our own words that share a run of words with the text of the source."""
    for record in dossier.walk():
        for row in record.type.fields:
            if row.kind is Kind.LABEL:
                words = tuple(record.label(row.key) or ())
            elif row.kind is Kind.TEXT and row.key not in ("stated", "normalised"):
                words = record.texts(row.key)
            else:
                continue
            for item in words:
                copied = shared_words(item, text, SHARED_WORDS)
                if copied is not None:
                    message = f"copies the source: {copied!r}; say it in own words"
                    message_vi = f"chép nguyên văn bản: {copied!r}; hãy viết bằng lời mình"
                    yield report(record, row.key, "own-words", message, message_vi, value=item)
