"""Check the positions of a dossier, against the text itself where the reader has it.

Rules R1, R9 and R11 of the record format: a position next to ``stated`` slices exactly to it; recorded names
are recorded wherever they stand; nothing but names, titles, numbers, dates and short phrases is copied; no
passage is longer than its sentence.
Positions are code points of the stored text, half-open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kg.errors import Finding
from kg.records.dataset import Dossier
from kg.records.fields import Kind
from kg.records.model import Record, Span
from kg.records.own_words import check_lengths, check_own_words
from kg.records.report import report
from kg.records.sentence_check import check_sentences
from kg.records.surfaces import check_names
from kg.records.text_files import read_utf8
from kg.text.canonical import fold_space
from kg.text.spans import same_text


def read_source_text(folder: Path, dossier: Dossier) -> str | None:
    """Read the text of a dossier's source from a folder of texts; None where the folder does not have it.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    name = dossier.source.text("file")
    path = folder / name
    if not name or Path(name).name != name or not path.is_file():
        return None
    return read_utf8(path)


def check_spans(dossier: Dossier, text: str | None) -> list[Finding]:
    """Find what is wrong with the positions and words of a dossier, in the order of the file.

    Args:
        dossier: the dossier.
        text: the stored text of its source, where the reader has it. A text with another SHA-256 or length
            is reported once, and not compared further: no position of it would mean anything.
    """
    findings = [*_inside(dossier), *check_lengths(dossier.record)]
    if text is not None:
        wrong_file = list(_same_file(dossier, text))
        findings.extend(wrong_file)
        if not wrong_file:
            findings.extend(_against_text(dossier.record, text))
            findings.extend(check_names(dossier.record, text))
            findings.extend(check_own_words(dossier.record, text))
            findings.extend(check_sentences(dossier.record, text))
    return sorted(findings, key=lambda finding: finding.sort_key)


def spans_of(record: Record) -> Iterator[tuple[str, Span]]:
    """Yield (key, passage) for every passage of one record."""
    for row in record.type.fields:
        if row.kind is Kind.SPANS:
            for span in record.spans(row.key):
                yield row.key, span


def _inside(dossier: Dossier) -> Iterator[Finding]:
    length = dossier.source.number("characters")
    for record in dossier.record.walk():
        for key, span in spans_of(record):
            if length is not None and span.end > length:
                yield report(
                    record,
                    key,
                    "span",
                    f"the passage [{span.start}, {span.end}] lies beyond the text of {length} characters; "
                    "find it again with kg locate",
                    f"đoạn [{span.start}, {span.end}] nằm ngoài văn bản dài {length} ký tự; hãy tìm lại",
                    value=f"[{span.start}, {span.end}]",
                )
        quoted = record.spans("part-of")
        for span in record.spans("at") if quoted else ():
            if not any(outer.start <= span.start and span.end <= outer.end for outer in quoted):
                message = "'part-of' must hold the passage of 'at'; widen it, or mend the position"
                message_vi = "'part-of' phải chứa đoạn 'at'; hãy mở rộng, hoặc sửa vị trí"
                yield report(record, "part-of", "span", message, message_vi)


def _same_file(dossier: Dossier, text: str) -> Iterator[Finding]:
    source = dossier.source
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if "sha256" in source and source.text("sha256") != digest:
        message = f"the text has the SHA-256 {digest}; put the text that was curated in place, or curate anew"
        message_vi = f"văn bản có SHA-256 {digest}; hãy đặt đúng văn bản đã biên tập, hoặc biên tập lại"
        yield report(source, "sha256", "source-file", message, message_vi, value=source.text("sha256"))
    length = source.number("characters")
    if length is not None and length != len(text):
        message = f"the text has {len(text)} characters, not {length}; write the number, or check the file"
        message_vi = f"văn bản dài {len(text)} ký tự, không phải {length}; hãy sửa số, hoặc kiểm tra tệp"
        yield report(source, "characters", "source-file", message, message_vi, value=str(length))


def _against_text(dossier: Record, text: str) -> Iterator[Finding]:
    for record in dossier.walk():
        for key, span in spans_of(record):
            if span.end > len(text):
                continue  # told already
            passage = text[span.start : span.end]
            where = f"[{span.start}, {span.end}]"
            if passage != passage.strip():
                message = f"the passage {where} begins or ends with white space; leave it out"
                message_vi = f"đoạn {where} có khoảng trắng ở đầu hoặc cuối; hãy bỏ ra"
                yield report(record, key, "span", message, message_vi, value=where)
            stated = record.text("stated")
            if key == "at" and stated and not same_text(passage, stated):
                found = fold_space(passage)
                shown = found if len(found) <= len(stated) + 20 else f"{found[: len(stated) + 20]}…"
                message = (
                    f"at {where} the text reads {shown!r}, not {stated!r}; mend the position or the words"
                )
                message_vi = (
                    f"tại {where} văn bản ghi {shown!r}, không phải {stated!r}; hãy sửa vị trí hoặc lời"
                )
                yield report(record, key, "X18", message, message_vi, value=stated)
