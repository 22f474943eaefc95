"""Every word that a page says is there in Vietnamese, and no more."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kg.web.pages.language import translations_of

WEB = Path(__file__).resolve().parents[3] / "src" / "kg" / "web"
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")


def said() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(
        WEB,
        [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")],
        {"templates/**.html": _JINJA},
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "say": None},
    )
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


def catalogue() -> Catalog:
    with (WEB / "locales" / "vi" / "LC_MESSAGES" / "diaban.po").open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def test_every_message_is_translated_and_none_is_left_over() -> None:
    messages = {
        message.id if isinstance(message.id, str) else tuple(message.id): message.string
        for message in catalogue()
        if message.id
    }
    assert set(messages) == said()
    assert [key for key, text in messages.items() if not "".join(text or "")] == []


def test_translations_keep_the_places_of_values() -> None:
    for message in catalogue():
        source = message.id if isinstance(message.id, str) else message.id[-1]
        target = message.string if isinstance(message.string, str) else (message.string or [""])[0]
        assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(target)) or not source


def test_pages_read_the_catalogue_as_it_is() -> None:
    assert translations_of("vi").gettext("Network") == "Mạng lưới"
    assert translations_of("vi").ngettext("%(num)d row", "%(num)d rows", 2) == "%(num)d dòng"
    assert translations_of("en").gettext("Network") == "Network"
