"""Field tables of findings, figures and directives."""

from __future__ import annotations

from rdflib.namespace import RDFS, SOSA

from kg.records.fields import (
    Field,
    RecordType,
    boolean,
    choice,
    day,
    decimal,
    enum,
    label,
    part,
    ref,
    slug,
)
from kg.records.parts import (
    AGENT,
    AGENT_KEYS,
    AT,
    AT_REQUIRED,
    CLAIM,
    DUE,
    NOT_STATED,
    PERIOD_USE,
    PHRASE,
    PLACE,
)
from kg.vocab import KG

SUMMARY = label("summary", "1", RDFS.label, "tóm tắt", "summary")
_SUBJECT_LABELS: dict[str, tuple[str, str]] = {
    "person": ("người", "person"),
    "org": ("tổ chức", "organisation"),
    "group": ("nhóm", "group"),
    "unit": ("đơn vị hành chính", "administrative unit"),
    "delegation": ("đoàn", "delegation"),
    "programme": ("chương trình", "programme"),
    "project": ("dự án", "project"),
    "event": ("sự kiện", "event"),
    "document": ("văn bản", "document"),
}
SUBJECT = RecordType(
    "subject",
    (
        *(ref(key, "?", KG.about, key, vi, en) for key, (vi, en) in _SUBJECT_LABELS.items()),
        part("part", "?", None, PHRASE, "phần", "part"),
        *CLAIM,
        AT,
        NOT_STATED,
    ),
    vi="đối tượng",
    en="subject",
)

FINDING = RecordType(
    "finding",
    (
        slug("id", "1", None, "mã", "id"),
        enum("kind", "1", KG.findingKind, "findingKind", "loại", "kind"),
        part("of", "+", None, SUBJECT, "về", "of"),
        part("period", "?", None, PERIOD_USE, "kỳ", "period"),
        part("according-to", "?", KG.accordingTo, AGENT, "theo", "according to"),
        ref("event", "?", KG.event, "event", "sự kiện", "event"),
        ref("programme", "*", KG.concerns, "programme", "chương trình", "programme"),
        ref("document", "*", KG.concerns, "document", "văn bản", "document"),
        ref("topic", "*", KG.topic, "topic", "chủ đề", "topic"),
        SUMMARY,
        AT_REQUIRED,
        *CLAIM,
    ),
    vi="nhận định",
    en="finding",
)

ASSIGNED_BY = RecordType(
    "assigned-by",
    (choice("assigner", "?", ("not-stated",), "người giao", "assigner"), *AGENT.fields),
    one_of=(("assigner", *AGENT_KEYS),),
    shorthand="assigner",
    vi="giao bởi",
    en="assigned by",
)
AGAINST = RecordType(
    "against",
    (
        enum("kind", "1", KG.comparator, "comparator", "so với", "kind"),
        part("assigned-by", "?", KG.assignedBy, ASSIGNED_BY, "giao bởi", "assigned by"),
        part("period", "?", None, PERIOD_USE, "kỳ", "period"),
        part("of", "?", KG.comparedWith, SUBJECT, "của", "of"),
        *CLAIM,
        AT,
    ),
    vi="mốc so sánh",
    en="comparison",
)
FIGURE_SHARED: tuple[Field, ...] = (
    part("of", "*", None, SUBJECT, "của", "of"),
    ref("indicator", "?", SOSA.observedProperty, "indicator", "chỉ tiêu", "indicator"),
    part("period", "?", None, PERIOD_USE, "kỳ", "period"),
    ref("event", "?", KG.event, "event", "sự kiện", "event"),
    ref("programme", "*", KG.concerns, "programme", "chương trình", "programme"),
    ref("document", "*", KG.concerns, "document", "văn bản", "document"),
    part("according-to", "?", KG.accordingTo, AGENT, "theo", "according to"),
)
VALUE = RecordType(
    "value",
    (
        slug("id", "1", None, "mã", "id"),
        enum("measure", "1", KG.measureKind, "measureKind", "loại số đo", "measure"),
        decimal("value", "1", KG.value, "giá trị", "value"),
        decimal("value-high", "?", KG.valueHigh, "giá trị cao", "value high"),
        ref("in", "1", KG.measureUnit, "measure-unit", "đơn vị đo", "in"),
        enum("qualifier", "?", KG.qualifier, "qualifier", "mức chính xác", "qualifier"),
        enum("amount-kind", "?", KG.amountKind, "amountKind", "loại số tiền", "amount kind"),
        part("against", "?", KG.comparison, AGAINST, "so với", "against"),
        decimal("numerator", "?", KG.numerator, "tử số", "numerator"),
        decimal("denominator", "?", KG.denominator, "mẫu số", "denominator"),
        decimal("of-total", "?", KG.ofTotal, "trên tổng số", "of total"),
        label("scope", "?", KG.scope, "phạm vi", "scope"),
        slug("parts", "*", None, "phần", "parts"),
        boolean("complete", "?", KG.complete, "đủ", "complete", "not-stated"),
        *PHRASE.fields,
        *CLAIM,
        *FIGURE_SHARED,
    ),
    vi="giá trị",
    en="value",
)
FIGURE = RecordType(
    "figure",
    (
        slug("id", "1", None, "mã", "id"),
        *FIGURE_SHARED,
        AT_REQUIRED,
        *CLAIM,
        part("values", "+", None, VALUE, "giá trị", "values"),
    ),
    vi="số liệu",
    en="figure",
)

DATA_UNTIL = RecordType(
    "data-until", (day("before", "1", KG.dataUntil, "trước ngày", "before"), *PHRASE.fields)
)
DIRECTIVE_SHARED: tuple[Field, ...] = (
    part("from", "?", KG.issuer, AGENT, "từ", "from"),
    part("to", "*", KG.addressee, AGENT, "cho", "to"),
    part("owner", "*", KG.owner, AGENT, "chịu trách nhiệm", "owner"),
    part("supervisor", "?", KG.supervisor, AGENT, "đôn đốc", "supervisor"),
    part("with", "*", KG.withParty, AGENT, "phối hợp", "with"),
    part("recipient", "*", KG.recipient, AGENT, "nơi nhận", "recipient"),
    enum("kind", "?", KG.directiveKind, "directiveKind", "loại", "kind"),
    ref("event", "?", KG.event, "event", "sự kiện", "event"),
    ref("issued-in", "?", KG.inDocument, "document", "trong văn bản", "issued in"),
    part("due", "?", None, DUE, "thời hạn", "due"),
    part("data-until", "?", None, DATA_UNTIL, "số liệu đến", "data until"),
    enum("urgency", "?", KG.urgency, "urgency", "mức khẩn", "urgency"),
    label("condition", "?", KG.condition, "điều kiện", "condition"),
    part("period", "?", None, PERIOD_USE, "kỳ", "period"),
    ref("topic", "*", KG.topic, "topic", "chủ đề", "topic"),
    ref("programme", "*", KG.concerns, "programme", "chương trình", "programme"),
    ref("document", "*", KG.concerns, "document", "văn bản", "document"),
    ref("project", "*", KG.concerns, "project", "dự án", "project"),
    part("place", "*", None, PLACE, "nơi", "place"),
    ref("petition", "*", KG.concerns, "petition", "kiến nghị", "petition"),
    *CLAIM,
)
TASK = RecordType(
    "task",
    (
        slug("id", "1", None, "mã", "id"),
        ref("part-of", "?", KG.partOf, "task", "thuộc nhiệm vụ", "part of"),
        SUMMARY,
        *DIRECTIVE_SHARED,
        AT_REQUIRED,
    ),
    vi="nhiệm vụ",
    en="task",
)
DIRECTIVE_GROUP = RecordType(
    "directive",
    (
        slug("id", "1", None, "mã", "id"),
        *DIRECTIVE_SHARED,
        AT_REQUIRED,
        part("tasks", "+", None, TASK, "nhiệm vụ", "tasks"),
    ),
    vi="chỉ đạo",
    en="directive",
)
