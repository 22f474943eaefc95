"""Check that no passage is longer than its sentence.

A passage that carries a claim (``at``), or from which one follows (``evidence``), lies within one sentence of
``kg.text.sentences``: a directive of a paragraph names the sentences on which it rests, each as a passage of
its own. Two kinds of passage may cross the end of a sentence, for there the text itself divides what belongs
together: the title of the document, printed on several lines, and a form marked as joined over a page break.
``searched`` tells where an answer was looked for, and may be as long as what was read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg.errors import Finding
from kg.records.model import Record, Span
from kg.records.report import report
from kg.text.sentences import sentence_spans

_KEYS = ("at", "evidence")
_TITLE = "source.title"


def check_sentences(dossier: Record, text: str) -> Iterator[Finding]:
    """Yield the passages of a dossier longer than their sentence; those beyond the text are skipped."""
    sentences = sentence_spans(text)
    for record in dossier.walk():
        if record.path == _TITLE or record.text("correction") == "page-break":
            continue
        for key in _KEYS:
            for span in record.spans(key):
                parts = _parts(span, sentences) if span.end <= len(text) else []
                if len(parts) > 1:
                    where, wanted = f"[{span.start}, {span.end}]", ", ".join(f"[{s}, {e}]" for s, e in parts)
                    message = (
                        f"the passage {where} is longer than its sentence; "
                        f"name the sentences it rests on, each as a passage: [{wanted}]"
                    )
                    message_vi = f"đoạn {where} dài hơn một câu; hãy nêu từng câu làm căn cứ: [{wanted}]"
                    yield report(record, key, "passage-sentence", message, message_vi, value=where)


def _parts(span: Span, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut a passage at the ends of sentences."""
    number = max(bisect_right(sentences, (span.start, span.end)) - 1, 0)
    found = []
    for start, end in sentences[number:]:
        if start >= span.end:
            break
        if end > span.start:
            found.append((max(start, span.start), min(end, span.end)))
    return found
