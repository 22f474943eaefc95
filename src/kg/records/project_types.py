"""Field tables of programmes, projects, petitions and their answers."""

from __future__ import annotations

from rdflib.namespace import RDFS

from kg.records.fields import RecordType, boolean, decimal, enum, integer, label, part, ref, slug, spans, text
from kg.records.parts import AGENT, AT, AT_REQUIRED, CLAIM, CLAIM_CERTAINTY, DATE, PHRASE, PLACE, SAID
from kg.vocab import KG

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
