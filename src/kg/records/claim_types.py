"""Field tables of what a source claims beside events: findings, figures, directives, projects, petitions."""

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
    integer,
    label,
    part,
    ref,
    slug,
    spans,
    text,
)
from kg.records.parts import (
    AGENT,
    AGENT_KEYS,
    AT,
    AT_REQUIRED,
    CLAIM,
    CLAIM_CERTAINTY,
    DATE,
    DUE,
    NOT_STATED,
    PERIOD_USE,
    PHRASE,
    PLACE,
    SAID,
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

PROGRAMME_USE = RecordType(
    "programme-use",
    (
        ref("programme", "1", KG.programme, "programme", "chương trình", "programme"),
        enum("role", "+", KG.programmeRole, "programmeRole", "vai trò", "role"),
        enum("named", "?", KG.naming, "naming", "cách nêu", "named"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        AT,
        *CLAIM,
    ),
    vi="chương trình",
    en="programme",
)
AMOUNT = RecordType(
    "amount",
    (
        decimal("value", "1", KG.value, "giá trị", "value"),
        ref("in", "1", KG.measureUnit, "measure-unit", "đơn vị đo", "in"),
        enum("amount-kind", "?", KG.amountKind, "amountKind", "loại số tiền", "amount kind"),
        enum("qualifier", "?", KG.qualifier, "qualifier", "mức chính xác", "qualifier"),
        label("scope", "?", KG.scope, "phạm vi", "scope"),
        *PHRASE.fields,
    ),
)
COUNTED = RecordType(
    "counted",
    (
        integer("value", "1", KG.statedCount, "giá trị", "value"),
        text("stated", "?", KG.asWritten, "nguyên văn", "as written"),
        AT,
    ),
    shorthand="value",
)
PROJECT_USE = RecordType(
    "project-use",
    (
        ref("project", "1", KG.project, "project", "dự án", "project"),
        enum("status", "1", KG.projectStatus, "projectStatus", "tình trạng", "status"),
        part("on", "?", None, DATE, "ngày", "on"),
        *CLAIM_CERTAINTY,
        ref("event", "?", KG.event, "event", "sự kiện", "event"),
        ref("funding", "?", KG.fundingSource, "funding", "nguồn vốn", "funding"),
        part("lender", "?", KG.lender, AGENT, "bên cho vay", "lender"),
        part("sponsor", "?", KG.sponsor, AGENT, "chủ đầu tư", "sponsor"),
        part("investor", "?", KG.investor, AGENT, "nhà đầu tư", "investor"),
        part("place", "*", None, PLACE, "nơi", "place"),
        ref("under", "*", KG.underDocument, "document", "theo văn bản", "under"),
        part("amount", "*", None, AMOUNT, "số tiền", "amount"),
        part("extent", "*", None, AMOUNT, "quy mô", "extent"),
        part("phase", "?", None, PHRASE, "giai đoạn", "phase"),
        part("count", "?", None, COUNTED, "số dự án", "count"),
        boolean("with-documents", "?", KG.withDocuments, "có hồ sơ", "with documents", "not-stated"),
        ref("members", "*", KG.listedMember, "project", "gồm", "members"),
        boolean("complete", "?", KG.complete, "đủ", "complete", "not-stated"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        AT_REQUIRED,
    ),
    vi="dự án",
    en="project",
)
PETITION = RecordType(
    "petition",
    (
        slug("id", "1", None, "mã", "id"),
        part("from", "1", KG.petitioner, AGENT, "của", "from"),
        part("to", "*", KG.addressee, AGENT, "gửi", "to"),
        ref("event", "?", KG.event, "event", "sự kiện", "event"),
        label("asks", "1", RDFS.label, "đề nghị", "asks"),
        ref("project", "*", KG.concerns, "project", "dự án", "project"),
        ref("programme", "*", KG.concerns, "programme", "chương trình", "programme"),
        ref("site", "*", KG.concerns, "site", "địa điểm", "site"),
        ref("document", "*", KG.concerns, "document", "văn bản", "document"),
        ref("post", "*", KG.concerns, "post", "chức vụ", "post"),
        ref("topic", "*", KG.topic, "topic", "chủ đề", "topic"),
        part("count", "?", None, COUNTED, "số lượng", "count"),
        boolean("complete", "?", KG.complete, "đủ", "complete", "not-stated"),
        ref("funding", "?", KG.fundingSource, "funding", "nguồn vốn", "funding"),
        part("place", "*", None, PLACE, "nơi", "place"),
        AT_REQUIRED,
        *CLAIM,
    ),
    vi="kiến nghị",
    en="petition",
)
RESPONSE = RecordType(
    "response",
    (
        slug("id", "1", None, "mã", "id"),
        part("by", "?", KG.answeredBy, AGENT, "của", "by"),
        ref("petition", "+", KG.answers, "petition", "kiến nghị", "petition"),
        enum("outcome", "1", KG.outcome, "outcome", "kết quả", "outcome"),
        enum("coverage", "?", KG.coverage, "coverage", "phạm vi trả lời", "coverage"),
        label("scope", "?", KG.scope, "phạm vi", "scope"),
        label("summary", "?", RDFS.label, "tóm tắt", "summary"),
        part("verb", "?", None, SAID, "lời đáp", "verb"),
        ref("event", "?", KG.event, "event", "sự kiện", "event"),
        AT,
        spans("searched", "?", KG.searched, "đã tìm trong", "searched"),
        *CLAIM,
    ),
    vi="trả lời",
    en="response",
)
