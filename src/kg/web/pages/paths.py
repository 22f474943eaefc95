"""Typed parts of addresses: the language, and the IRI that a path names."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from kg.errors import UnknownError
from kg.rdf.terms import foreign_iri
from kg.vocab import DATA


class Language(StrEnum):
    """Language of a page, as its address begins; anything else is no page."""

    VI = "vi"
    EN = "en"


def iri_of(path: str) -> str:
    """Return the IRI of a path below the data base.

    Raises:
        UnknownError: the path has characters that no IRI has.

    >>> iri_of("person/a")
    'https://w3id.org/diaban/id/person/a'
    """
    iri = f"{DATA}{path}"
    try:
        foreign_iri(iri)
    except ValueError as error:
        raise UnknownError(
            f"{path!r} is no path of a thing; search for its name",
            vi=f"{path!r} không phải đường dẫn của đối tượng nào; hãy tìm theo tên",
        ) from error
    if not path or any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in path):
        raise UnknownError(
            "this path names nothing; search for a name",
            vi="đường dẫn này không chỉ đối tượng nào; hãy tìm theo tên",
        )
    return iri
