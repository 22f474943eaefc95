"""The columns of the exported register: what each is called, what it holds, and what that means.

This is the one place that says so: the writers, ``datapackage.json`` and the documentation read it. Types are
those of the Frictionless Table Schema (specs.frictionlessdata.io, Table Schema 1.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.vocab.enumerations import SCHEMES

_KINDS: Final = f"{', '.join(SCHEMES['changeKind'])}."


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: stable, in lower case with underscores.
        type: ``string``, ``integer``, ``number``, ``boolean`` or ``date``.
        meaning, meaning_vi: one sentence in English, the same in Vietnamese.
        required: whether every row has a value.
    """

    name: str
    type: str
    meaning: str
    meaning_vi: str
    required: bool = False


BOUND_COLUMNS: Final = (
    Column(
        "valid_from_earliest",
        "date",
        "The true start is not before this day; empty: not known.",
        "Ngày bắt đầu thật không sớm hơn ngày này; trống: không biết.",
    ),
    Column(
        "valid_from",
        "date",
        "First day on which it is known to stand.",
        "Ngày đầu tiên biết chắc là tồn tại.",
        required=True,
    ),
    Column(
        "valid_until_earliest",
        "date",
        "The true end is not before this day; empty: it stands.",
        "Ngày kết thúc thật không sớm hơn ngày này; trống: còn tồn tại.",
    ),
    Column(
        "valid_until",
        "date",
        "First day on which it no longer stands; empty: it stands.",
        "Ngày đầu tiên không còn tồn tại; trống: còn tồn tại.",
    ),
)


def _part_columns(side: str, words: str, words_vi: str) -> tuple[Column, ...]:
    return (
        Column(
            f"{side}_unit",
            "string",
            f"Unit {words} the change; empty: no source names one.",
            f"Đơn vị {words_vi} thay đổi; trống: không nguồn nào nêu.",
        ),
        Column(f"{side}_version", "integer", "Its version.", "Phiên bản của nó."),
        Column(
            f"{side}_extent",
            "string",
            "How much of it takes part: whole, part or unknown.",
            "Tham gia toàn bộ (whole), một phần (part) hay không rõ (unknown).",
        ),
        Column(
            f"{side}_basis",
            "string",
            "What says so: list (of 2025), name, code, snapshot (shown in one list and not in the next), "
            "resolution.",
            "Căn cứ vào: danh sách 2025 (list), tên, mã, danh sách trước và sau (snapshot), nghị quyết.",
        ),
    )


UNIT_COLUMNS: Final = (
    Column(
        "unit", "string", "Id of the unit, made once.", "Mã định danh của đơn vị, đặt một lần.", required=True
    ),
    Column(
        "level",
        "integer",
        "0 country, 1 province, 2 district, 3 commune.",
        "0 quốc gia, 1 tỉnh, 2 huyện, 3 xã.",
        required=True,
    ),
    Column(
        "type",
        "string",
        "Type word of its last version, in Vietnamese.",
        "Từ chỉ loại của phiên bản cuối.",
        required=True,
    ),
    Column(
        "name",
        "string",
        "Name of its last version, without the type.",
        "Tên của phiên bản cuối, không kèm loại.",
        required=True,
    ),
    Column(
        "code",
        "string",
        "Code of its last version (text: leading zeros count).",
        "Mã của phiên bản cuối (dạng chữ: số 0 đầu có nghĩa).",
    ),
    Column("versions", "integer", "How many versions it has.", "Số phiên bản.", required=True),
    *BOUND_COLUMNS,
    Column(
        "today",
        "string",
        "Units that it is in the newest state, parted by |; empty: none is known.",
        "Các đơn vị hiện nay của nó, ngăn bởi |; trống: không biết.",
    ),
)

VERSION_COLUMNS: Final = (
    Column("unit", "string", "Id of the unit.", "Mã định danh của đơn vị.", required=True),
    Column(
        "version",
        "integer",
        "Counted from 1 within the unit, never renumbered.",
        "Đếm từ 1 trong mỗi đơn vị, không đánh số lại.",
        required=True,
    ),
    Column(
        "code",
        "string",
        "Code of the statistics office (text). Not an identity: codes are reused.",
        "Mã của cơ quan thống kê (dạng chữ). Không phải định danh: mã được dùng lại.",
    ),
    Column(
        "level",
        "integer",
        "0 country, 1 province, 2 district, 3 commune.",
        "0 quốc gia, 1 tỉnh, 2 huyện, 3 xã.",
        required=True,
    ),
    Column(
        "type",
        "string",
        "Type word in Vietnamese, in lower case: xã, phường, huyện.",
        "Từ chỉ loại, viết thường: xã, phường, huyện.",
        required=True,
    ),
    Column(
        "name",
        "string",
        "Name without the type, tone marks as people write them.",
        "Tên không kèm loại, dấu thanh đặt như thường viết.",
        required=True,
    ),
    Column(
        "register_name",
        "string",
        "Other spellings of the lists, parted by |.",
        "Cách viết khác trong các danh sách, ngăn bởi |.",
    ),
    Column(
        "parent",
        "string",
        "Unit that it lies in; empty for the country.",
        "Đơn vị cấp trên; trống với quốc gia.",
    ),
    Column("parent_version", "integer", "Version of that unit.", "Phiên bản của đơn vị đó."),
    Column("parent_code", "string", "Code of that version.", "Mã của phiên bản đó."),
    Column(
        "province",
        "string",
        "Type and name of the province that it lies in, or is.",
        "Loại và tên của tỉnh chứa nó, hoặc chính nó.",
    ),
    Column(
        "district",
        "string",
        "Type and name of the district that it lies in, or is.",
        "Loại và tên của huyện chứa nó, hoặc chính nó.",
    ),
    *BOUND_COLUMNS,
    Column(
        "legal_basis",
        "string",
        "Document that it began with, where one is known.",
        "Văn bản làm căn cứ bắt đầu, nếu biết.",
    ),
    Column(
        "lat",
        "number",
        "Latitude of a point inside, degrees WGS 84.",
        "Vĩ độ của một điểm bên trong, độ, WGS 84.",
    ),
    Column("long", "number", "Longitude of that point.", "Kinh độ của điểm đó."),
    Column(
        "evidence",
        "string",
        "Lists that show it, first..last, and lists that state it.",
        "Các danh sách có nó, đầu..cuối, và các danh sách nêu nó.",
    ),
)

CHANGE_COLUMNS: Final = (
    Column("change", "string", "Id of the change.", "Mã định danh của thay đổi.", required=True),
    Column("kind", "string", _KINDS, _KINDS, required=True),
    Column("date_earliest", "date", "Not before this day.", "Không sớm hơn ngày này.", required=True),
    Column(
        "date",
        "date",
        "Not after this day; the legal day where both are equal.",
        "Không muộn hơn ngày này; là ngày có hiệu lực khi hai mốc bằng nhau.",
        required=True,
    ),
    Column(
        "legal_basis",
        "string",
        "Document that it rests on, where one is known.",
        "Văn bản làm căn cứ, nếu biết.",
    ),
    Column(
        "decided",
        "boolean",
        "false: the lists leave open what else took part.",
        "false: các danh sách để ngỏ còn đơn vị nào khác tham gia.",
        required=True,
    ),
    Column("note", "string", "What is missing where it is not decided.", "Còn thiếu gì khi chưa rõ."),
)

LINK_COLUMNS: Final = (
    Column("change", "string", "Id of the change.", "Mã định danh của thay đổi.", required=True),
    Column("kind", "string", "Its kind.", "Loại thay đổi.", required=True),
    Column("date", "date", "Its day.", "Ngày thay đổi.", required=True),
    Column(
        "decided",
        "boolean",
        "false: the lists leave open what else took part.",
        "false: các danh sách để ngỏ còn đơn vị nào khác tham gia.",
        required=True,
    ),
    *_part_columns("from", "before", "trước"),
    *_part_columns("to", "after", "sau"),
)
