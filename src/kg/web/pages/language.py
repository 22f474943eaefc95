"""The two languages of the pages: words from gettext catalogues, dates and numbers as readers write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from kg.views.names import Days

LANGUAGES: Final = ("vi", "en")
NAMES: Final[Mapping[str, str]] = {"vi": "Tiếng Việt", "en": "English"}
_PATTERNS: Final = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
_RANGES: Final = {
    "vi": {"both": "{a} – {b}", "from": "từ {a}", "until": "muộn nhất {b}"},
    "en": {"both": "{a} – {b}", "from": "from {a}", "until": "by {b}"},
}


@lru_cache(maxsize=len(LANGUAGES))
def translations_of(language: str) -> NullTranslations:
    """Return the catalogue of a language; English is the language of the messages themselves.

    The catalogue is read from its ``.po`` file, so a wheel needs no compiled one.
    """
    catalogue = files("kg.web").joinpath("locales", language, "LC_MESSAGES", "diaban.po")
    if not catalogue.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def choose_language(header: str | None) -> str:
    """Return the language of an Accept-Language header; Vietnamese where it names neither.

    >>> choose_language("en-GB,en;q=0.8,vi;q=0.5"), choose_language("fr")
    ('en', 'vi')
    """
    best, best_quality = "vi", 0.0
    for element in (header or "").split(","):
        tag, _, parameters = element.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        quality = _quality(parameters)
        if language in LANGUAGES and quality > best_quality:
            best, best_quality = language, quality
    return best


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


@lru_cache(maxsize=4096)
def format_day(day: str, language: str) -> str:
    """Return an ISO day as readers write it; anything else as it is.

    >>> format_day("2020-06-05", "vi"), format_day("2020-06-05", "en"), format_day("2020-06", "en")
    ('05/06/2020', '5 Jun 2020', '2020-06')
    """
    try:
        return format_date(date.fromisoformat(day), _PATTERNS[language], locale=language)
    except ValueError:
        return day


def format_days(days: Days, language: str) -> str:
    """Return bounds of a day in words; empty when nothing is known.

    >>> format_days(Days("2020-05-27", "2020-05-27"), "vi"), format_days(Days("", "2020-05-28"), "en")
    ('27/05/2020', 'by 28 May 2020')
    """
    first, last = format_day(days.earliest, language), format_day(days.latest, language)
    if first == last:
        return first
    key = "both" if first and last else ("from" if first else "until")
    return _RANGES[language][key].format(a=first, b=last)


def format_number(text: str, language: str) -> str:
    """Return a decimal with the separators of a language; anything else as it is.

    >>> format_number("1642670000", "vi"), format_number("120.94", "vi")
    ('1.642.670.000', '120,94')
    """
    try:
        return format_decimal(Decimal(text), locale=language, decimal_quantization=False)
    except (InvalidOperation, ValueError):
        return text


@dataclass(frozen=True)
class Tongue:
    """One language with its words.

    Attributes:
        code: ``vi`` or ``en``.
    """

    code: str

    @property
    def other(self) -> str:
        """The other language."""
        return "en" if self.code == "vi" else "vi"

    def say(self, message: str) -> str:
        """Return a message of ours in this language."""
        return translations_of(self.code).gettext(message)
