"""Field tables of a dossier's sections, in the order in which they stand (records format, section 2)."""

from __future__ import annotations

from rdflib.namespace import DCTERMS, RDFS, SDO

from kg.records.claim_types import (
    DIRECTIVE_GROUP,
    FIGURE,
    FINDING,
    PETITION,
    PROGRAMME_USE,
    PROJECT_USE,
    RESPONSE,
)
from kg.records.fields import RecordType, boolean, choice, day, enum, integer, label, part, ref, slug, text
from kg.records.parts import (
    AGENT,
    AGENT_KEYS,
    AGENT_REFS,
    AT,
    AT_REQUIRED,
    CLAIM,
    CLAIM_CERTAINTY,
    DATE,
    PERIOD,
    PERIOD_USE,
    PHRASE,
    PLACE,
    SAID,
)
from kg.vocab import CV, KG
from kg.vocab.kinds import EVENT_CLASSES, MEMBER_KINDS

CURATED = RecordType(
    "curated",
    (
        text("by", "1", KG.curatedBy, "người", "by"),
        day("on", "1", KG.curatedOn, "ngày", "on"),
        enum("role", "1", KG.curatorRole, "curatorRole", "vai trò", "role"),
    ),
)
PUBLISHER = RecordType(
    "publisher",
    (ref("org", "1", DCTERMS.publisher, "org", "cơ quan", "organisation"), *SAID.fields),
)
PAGE_DATE = RecordType(
    "page-header-date",
    (day("on", "1", KG.pageHeaderDate, "ngày", "day"), *SAID.fields[:2]),
)
SOURCE = RecordType(
    "source",
    (
        slug("id", "1", None, "mã", "id"),
        text("file", "1", None, "tệp", "file"),
        enum("kind", "1", KG.sourceKind, "sourceKind", "loại", "kind"),
        text("language", "1", DCTERMS.language, "ngôn ngữ", "language"),
        ref("document", "?", KG.isDocument, "document", "chính là văn bản", "is the document"),
        text("sha256", "1", KG.sha256, "SHA-256", "SHA-256"),
        integer("characters", "1", KG.characters, "số ký tự", "characters"),
        part("title", "1", None, SAID, "tiêu đề", "title"),
        part("author", "?", None, SAID, "tác giả", "author"),
        part("publisher", "?", None, PUBLISHER, "nơi đăng", "publisher"),
        part("via", "?", None, SAID, "đăng lại từ", "republished from"),
        text("url", "?", SDO.url, "địa chỉ", "address"),
        part("published", "1", None, DATE, "ngày đăng", "published"),
        part("page-header-date", "?", None, PAGE_DATE, "ngày đầu trang", "page header date"),
        part("curated", "+", None, CURATED, "biên tập", "curated"),
    ),
    vi="nguồn",
    en="source",
)

TITLE = RecordType(
    "title",
    (
        ref("post", "1", KG.post, "post", "chức vụ", "post"),
        slug("spell", "?", KG.spell, "lần giữ chức", "spell"),
        enum("capacity", "?", KG.capacity, "capacity", "tư cách", "capacity"),
        ref("acting-for", "?", KG.actingFor, "post", "thay cho", "acting for"),
        ref("term", "?", KG.term, "term", "khóa", "term"),
        ref("event", "?", KG.observedDuring, "event", "tại sự kiện", "event"),
        part("observed", "?", None, DATE, "thấy vào ngày", "observed"),
        part("begins", "?", None, DATE, "bắt đầu", "begins"),
        part("ends", "?", None, DATE, "kết thúc", "ends"),
        part("said", "+", None, SAID, "cách gọi", "said"),
        *CLAIM,
    ),
    vi="chức danh",
    en="title",
)
PERSON_USE = RecordType(
    "person-use",
    (
        ref("person", "1", None, "person", "người", "person"),
        part("said", "+", None, SAID, "cách gọi", "said"),
        part("titles", "*", None, TITLE, "chức danh", "titles"),
    ),
    vi="người",
    en="person",
)
IMPLIES = RecordType("implies", (ref("post", "1", KG.impliesPost, "post", "chức vụ", "post"), AT, *CLAIM))
POST_USE = RecordType(
    "post-use",
    (
        ref("post", "1", KG.post, "post", "chức vụ", "post"),
        part("said", "+", None, SAID, "cách gọi", "said"),
        part("implies", "*", None, IMPLIES, "kéo theo", "implies"),
        enum("holder", "1", KG.holderStatus, "holderStatus", "người giữ", "holder"),
        label("context", "?", KG.context, "bối cảnh", "context"),
    ),
    vi="chức vụ không nêu người",
    en="post without holder",
)
ORG_USE = RecordType(
    "org-use",
    (
        ref("org", "1", None, "org", "tổ chức", "organisation"),
        part("said", "*", None, SAID, "cách gọi", "said"),
    ),
    vi="tổ chức",
    en="organisation",
)
GROUP = RecordType(
    "group",
    (
        slug("id", "1", None, "mã", "id"),
        label("described", "1", RDFS.label, "mô tả", "described"),
        choice("kinds", "*", MEMBER_KINDS, "loại thành viên", "kinds of member"),
        enum("level", "?", KG.unitLevel, "unitLevel", "cấp", "level"),
        ref("of-unit", "?", KG.ofUnit, "unit", "thuộc đơn vị", "of unit"),
        part("members-of", "?", None, AGENT, "thành viên của", "members of"),
        text("members", "*", None, "thành viên", "members"),
        integer("count", "?", KG.memberCount, "số lượng", "count"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        AT,
        *CLAIM,
    ),
    vi="nhóm",
    en="group",
)
WITHIN = RecordType("within", (ref("unit", "1", KG.siteIn, "unit", "đơn vị", "unit"), *CLAIM, AT))
SITE_LINK = RecordType(
    "site-link",
    (
        enum("relation", "1", KG.spatialRelation, "spatialRelation", "quan hệ", "relation"),
        ref("site", "1", KG.site, "site", "địa điểm", "site"),
        boolean("planned", "?", KG.planned, "dự kiến", "planned"),
        AT_REQUIRED,
        *CLAIM,
    ),
)
PLACE_USE = RecordType(
    "place-use",
    (
        ref("unit", "?", None, "unit", "đơn vị hành chính", "administrative unit"),
        ref("site", "?", None, "site", "địa điểm", "site"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        part("within", "?", None, WITHIN, "thuộc", "within"),
        part("links", "*", None, SITE_LINK, "liên hệ", "links"),
    ),
    one_of=(("unit", "site"),),
    vi="nơi",
    en="place",
)

ORDER = RecordType(
    "order", (ref("event", "1", None, "event", "sự kiện", "event"), AT, *CLAIM), shorthand="event"
)
DELEGATION = RecordType(
    "delegation",
    (
        slug("id", "1", None, "mã", "id"),
        part("of", "?", None, AGENT, "của", "of"),
        integer("ordinal", "?", KG.ordinal, "số thứ tự", "ordinal"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        AT,
        *CLAIM,
    ),
    vi="đoàn",
    en="delegation",
)
PARTICIPANT = RecordType(
    "participant",
    (
        *AGENT_REFS,
        enum("role", "+", CV.role, "participationRole", "vai trò", "role"),
        label("represented-by", "?", KG.representedBy, "đại diện", "represented by"),
        ref("as", "*", KG.asPost, "post", "với chức vụ", "as"),
        *CLAIM,
        AT,
    ),
    one_of=(AGENT_KEYS,),
    vi="thành phần",
    en="participant",
)
TOPIC_USE = RecordType(
    "topic-use",
    (
        ref("topic", "?", KG.about, "topic", "chủ đề", "topic"),
        ref("document", "?", KG.about, "document", "văn bản", "document"),
        ref("programme", "?", KG.about, "programme", "chương trình", "programme"),
        ref("project", "?", KG.about, "project", "dự án", "project"),
        label("unspecified", "?", KG.unspecifiedTopic, "không nêu rõ", "unspecified"),
        part("period", "?", None, PERIOD_USE, "kỳ", "period"),
        *CLAIM,
        AT_REQUIRED,
    ),
    one_of=(("topic", "document", "programme", "project", "unspecified"),),
    vi="nội dung",
    en="topic",
)
COUNT = RecordType(
    "count",
    (
        label("of", "1", KG.countOf, "đếm", "count of"),
        integer("value", "1", KG.value, "giá trị", "value"),
        boolean("complete", "?", KG.complete, "đủ", "complete", "not-stated"),
        text("members", "*", None, "thành phần", "members"),
        *PHRASE.fields,
        *CLAIM,
    ),
    vi="con số nêu",
    en="stated count",
)
EVENT = RecordType(
    "event",
    (
        slug("id", "1", None, "mã", "id"),
        choice("kind", "1", tuple(EVENT_CLASSES), "loại", "kind"),
        label("title", "1", RDFS.label, "tên", "title"),
        enum("happened", "1", KG.happened, "happened", "diễn ra", "happened"),
        part("date", "1", None, DATE, "ngày", "date"),
        ref("part-of", "?", SDO.superEvent, "event", "thuộc sự kiện", "part of"),
        part("before", "?", KG.before, ORDER, "trước", "before"),
        part("after", "?", KG.after, ORDER, "sau", "after"),
        ref("same-as", "?", KG.sameEvent, "event", "cùng sự kiện", "same as"),
        part("host", "?", None, AGENT, "chủ nhà", "host"),
        part("organiser", "?", None, AGENT, "đơn vị tổ chức", "organiser"),
        part("delegation", "?", None, DELEGATION, "đoàn", "delegation"),
        ref("delegation-of", "?", KG.sameDelegationAs, "event", "đoàn của sự kiện", "delegation of"),
        part("place", "*", None, PLACE, "nơi", "place"),
        part("participants", "*", None, PARTICIPANT, "thành phần", "participants"),
        part("topics", "*", None, TOPIC_USE, "nội dung", "topics"),
        part("counts", "*", None, COUNT, "con số nêu", "counts"),
        part("elects", "*", KG.elects, AGENT, "bầu", "elects"),
        AT_REQUIRED,
        *CLAIM,
    ),
    vi="sự kiện",
    en="event",
)

RELATION = RecordType(
    "relation",
    (
        enum("relation", "1", KG.documentRelation, "documentRelation", "quan hệ", "relation"),
        ref("document", "?", KG.otherDocument, "document", "văn bản", "document"),
        ref("programme", "?", KG.programme, "programme", "chương trình", "programme"),
        *CLAIM,
        AT,
    ),
    one_of=(("document", "programme"),),
    vi="quan hệ văn bản",
    en="document relation",
)
VIEW = RecordType(
    "view",
    (
        part("by", "1", None, AGENT, "của", "by"),
        enum("outcome", "1", KG.outcome, "outcome", "kết quả", "outcome"),
        *PHRASE.fields,
    ),
)
SIGNATURE = RecordType(
    "signature",
    (
        ref("signer", "1", KG.signer, "person", "người ký", "signer"),
        ref("post", "?", KG.post, "post", "chức vụ", "post"),
        enum("formula", "?", KG.formula, "formula", "thể thức", "formula"),
        ref("signed-for", "?", KG.signedFor, "post", "ký thay", "signed for"),
        *PHRASE.fields,
        *CLAIM,
    ),
    vi="chữ ký",
    en="signature",
)
DOCUMENT_USE = RecordType(
    "document-use",
    (
        ref("document", "1", KG.document, "document", "văn bản", "document"),
        enum("status", "1", KG.documentStatus, "documentStatus", "tình trạng", "status"),
        part("on", "?", None, DATE, "ngày", "on"),
        *CLAIM_CERTAINTY,
        ref("event", "?", KG.event, "event", "sự kiện", "event"),
        enum("named", "?", KG.naming, "naming", "cách nêu", "named"),
        part("said", "*", None, SAID, "cách gọi", "said"),
        part("relations", "*", None, RELATION, "quan hệ", "relations"),
        part("view", "?", None, VIEW, "ý kiến", "view"),
        part("signature", "*", None, SIGNATURE, "chữ ký", "signature"),
        part("recipients", "*", None, AGENT, "nơi nhận", "recipients"),
        AT_REQUIRED,
    ),
    vi="văn bản",
    en="document",
)
MENTION = RecordType("mention", SAID.fields, vi="lỗi, viết tắt", en="mention")
NO_CLAIM = RecordType(
    "no-claim",
    (
        enum("reason", "1", None, "noClaimReason", "lý do", "reason"),
        text("note", "?", None, "ghi chú", "note"),
        AT_REQUIRED,
    ),
    vi="câu không có dữ kiện",
    en="no claim",
)

DOSSIER = RecordType(
    "dossier",
    (
        part("source", "1", None, SOURCE, "nguồn", "source"),
        part("people", "*", None, PERSON_USE, "người", "people"),
        part("posts", "*", None, POST_USE, "chức vụ", "posts"),
        part("organisations", "*", None, ORG_USE, "tổ chức", "organisations"),
        part("groups", "*", None, GROUP, "nhóm", "groups"),
        part("places", "*", None, PLACE_USE, "nơi", "places"),
        part("periods", "*", None, PERIOD, "kỳ", "periods"),
        part("events", "*", None, EVENT, "sự kiện", "events"),
        part("findings", "*", None, FINDING, "nhận định", "findings"),
        part("figures", "*", None, FIGURE, "số liệu", "figures"),
        part("directives", "*", None, DIRECTIVE_GROUP, "chỉ đạo", "directives"),
        part("documents", "*", None, DOCUMENT_USE, "văn bản", "documents"),
        part("programmes", "*", None, PROGRAMME_USE, "chương trình", "programmes"),
        part("projects", "*", None, PROJECT_USE, "dự án", "projects"),
        part("petitions", "*", None, PETITION, "kiến nghị", "petitions"),
        part("responses", "*", None, RESPONSE, "trả lời", "responses"),
        part("mentions", "*", None, MENTION, "lỗi, viết tắt", "mentions"),
        part("no-claim", "*", None, NO_CLAIM, "câu không có dữ kiện", "no claim"),
    ),
    vi="hồ sơ nguồn",
    en="dossier",
)
