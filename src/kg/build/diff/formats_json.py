"""Write a comparison as JSON, whole."""

from __future__ import annotations

import json

from kg.build.diff.answers import AnswerChange
from kg.build.diff.comparison import Comparison
from kg.build.diff.grouping import RecordChange
from kg.build.diff.sides import Side
from kg.build.diff.words import Teller
from kg.text.language import Language


def to_json(found: Comparison, lang: Language) -> str:
    """Write an object: sides, statements by record and entity as N-Quads, and questions with their rows.

    Args:
        found: the comparison.
        lang: language of labels.
    """
    teller = Teller(lang, found.names)
    content = {
        "before": _side(found.before),
        "after": _side(found.after),
        "removed": found.removed,
        "added": found.added,
        "records": [_record(record, teller) for record in found.records],
        "questions": [_answer(change, lang) for change in found.answers],
        "asked": found.asked,
        "unasked": found.unasked,
        "not_compared": [
            {"question": item.question.name, "parameters": dict(item.given), "reason": item.reason}
            for item in found.failed
        ],
        "left_out": [
            {"question": question, "parameter": parameter, "things": count}
            for (question, parameter), count in sorted(found.left_out.items())
        ],
        "followed": found.followed,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _side(side: Side) -> dict[str, object]:
    manifest = side.manifest
    return {
        "name": side.name,
        "data_version": manifest.data_version,
        "quads": manifest.quads,
        "commit": side.commit or None,
    }


def _record(record: RecordChange, teller: Teller) -> dict[str, object]:
    return {
        "record": record.iri,
        "kind": record.kind,
        "label": teller.label(record.iri) if record.kind == "source" else teller.record(record),
        "removed": record.removed,
        "added": record.added,
        "entities": [
            {
                "entity": entity.iri,
                "label": teller.label(entity.iri),
                "removed": [statement.line for statement in entity.removed],
                "added": [statement.line for statement in entity.added],
            }
            for entity in record.entities
        ],
    }


def _answer(change: AnswerChange, lang: Language) -> dict[str, object]:
    return {
        "question": change.question.name,
        "title": change.question.title.in_language(lang),
        "parameters": dict(change.given),
        "columns": [dict(column) for column in change.columns],
        "gone": [dict(row) for row in change.gone],
        "new": [dict(row) for row in change.new],
        "evidence": [dict(row) for row in change.evidence],
        "cut": change.cut,
    }
