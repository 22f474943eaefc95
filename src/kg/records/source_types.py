"""Field tables of a source itself and of what it names: people, posts, bodies, groups, places."""

from __future__ import annotations

from rdflib.namespace import DCTERMS, RDFS, SDO

from kg.records.fields import RecordType, boolean, choice, day, enum, integer, label, part, ref, slug, text
from kg.records.parts import AGENT, AT, AT_REQUIRED, CLAIM, DATE, SAID
from kg.vocab import KG
from kg.vocab.kinds import MEMBER_KINDS

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
