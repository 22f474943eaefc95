"""Read the words in which the merge list says what a unit of 2025 was made of.

They name communes one after the other, parted by commas and "và". A name may lack its type (then the one
before it holds), may carry its former district in brackets, and may be marked as a part: "một phần diện tích
… của", "phần còn lại của" before it, "(phần còn lại sau khi …)" after it. Such words before a name may reach
over the names that follow, up to the next such words; whether they do is not always clear, so those names
are marked as *in reach*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.build.register_import.names import TYPES, people_name, split_type
from kg.text.canonical import fold_space

UNCHANGED = "giữ nguyên"


class Share(StrEnum):
    """How much of a named unit the words give away."""

    WHOLE = "whole"
    PART = "part"
    IN_REACH = "in reach"


@dataclass(frozen=True)
class Named:
    """One name in a merge line.

    Attributes:
        words: as the list has them, for reports.
        type: type word in lower case; of the name before it where it has none itself; else empty.
        name: as people write it.
        district: (type, name) of the former district in brackets; empty where none is given.
        province: name of the former province in brackets, or empty.
    """

    words: str
    type: str
    name: str
    district: tuple[str, str]
    province: str
    share: Share


_PART = re.compile(
    r"(?:sắp xếp\s+)?(?P<how>một phần|toàn b[ộố]) (?:diện tích(?: TN| tự nhiên)?)"
    r"(?:\s*,\s*(?:(?:một phần|toàn b[ộố])\s+)?quy mô dân số)?(?:\s+của\b)*(?:\s+các\b)?",
    re.IGNORECASE,
)
_REST = re.compile(r"phần còn l[ạa]i củ?a?\b(?:\s+các\b)?", re.IGNORECASE)
_AFTER = re.compile(r"\s*sau khi sắp xếp(?:(?!,| và ).)*", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_DISTRICT = re.compile(
    r"(?:thuộc )?(?P<type>huyện|quận|thị xã|thành phố) (?P<name>[^,]+)"
    r"(?:, (?:tỉnh|thành phố) (?P<province>.+))?",
    re.IGNORECASE,
)
_SECOND_TYPE = re.compile(r"(?<=\w)\s+(?=(?:Xã|Phường|Thị trấn)\s+\w)")
_MARKS = re.compile(r"^(?:[◐◌●■]\s*)+")
_PLURAL = re.compile(r"^các\s+", re.IGNORECASE)


def split_items(words: str) -> list[str]:
    """Part a line at commas and at "và", but not inside brackets.

    >>> split_items("Xã A (huyện B, tỉnh C), Xã D và Xã E")
    ['Xã A (huyện B, tỉnh C)', 'Xã D', 'Xã E']
    """
    depth, start, items = 0, 0, []
    for match in re.finditer(r"\(|\)|[,;]| và ", words):
        sign = match.group()
        if sign in "()":
            depth += 1 if sign == "(" else -1
        elif depth <= 0:
            items.append(words[start : match.start()])
            start = match.end()
    items.append(words[start:])
    return [item.strip() for item in items if item.strip()]


def parse_words(words: str) -> list[Named]:
    """Read a line of the merge list into the names that it gives; nothing for "giữ nguyên".

    >>> [(n.type, n.name, n.share.value) for n in parse_words("Xã A và phần còn lại của Xã B")]
    [('xã', 'A', 'whole'), ('xã', 'B', 'part')]
    >>> parse_words("Xã Hòa Bình (huyện Chi Lăng), Xã Y Tịch")[0].district
    ('huyện', 'Chi Lăng')
    """
    text = fold_space(words)
    if text == UNCHANGED:
        return []
    # Signs for the phrases, which have commas of their own: ◐ a part, ◌ the rest, ● the whole, ■ their end.
    text = _AFTER.sub(" ■", text)
    text = _PART.sub(lambda match: " ● " if match["how"].lower().startswith("toàn") else " ◐ ", text)
    text = _REST.sub(" ◌ ", text)
    found: list[Named] = []
    reach, last_type = Share.WHOLE, ""
    for item in split_items(fold_space(text)):
        marks = _MARKS.match(item)
        direct = Share.WHOLE
        if marks is not None:
            direct = Share.PART if set(marks.group()) & set("◐◌") else Share.WHOLE
            reach = Share.IN_REACH if direct is Share.PART else Share.WHOLE
            item = item[marks.end() :]  # noqa: PLW2901 - the item without its marks
        ends = item.endswith("■")
        for piece in _SECOND_TYPE.split(_PLURAL.sub("", item.removesuffix("■").strip())):
            named = _named(piece, last_type, direct if direct is Share.PART else reach)
            if named.name:
                found.append(named)
                last_type = named.type
        if ends:
            reach = Share.WHOLE
    return found


def _named(piece: str, last_type: str, share: Share) -> Named:
    district, province = ("", ""), ""
    for bracket in _BRACKETS.findall(piece):
        place = _DISTRICT.fullmatch(fold_space(bracket))
        if place is not None:
            district = (place["type"].lower(), place["name"].strip())
            province = place["province"] or ""
        elif re.search("phần còn lại|một phần", bracket, re.IGNORECASE):
            share = Share.PART
    word, name = split_type(fold_space(_BRACKETS.sub(" ", piece)))
    while split_type(name)[0] and word:
        word, name = split_type(name)
    if name.lower() in TYPES:
        name = ""
    return Named(piece, word or last_type, people_name(name) if name else "", district, province, share)
