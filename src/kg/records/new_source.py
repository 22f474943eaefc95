"""Begin a dossier for a text: what the file itself tells, and a list of what a curator must add."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import UsageError
from kg.records.dossier_types import DOSSIER
from kg.records.fields import Field
from kg.records.fmt import format_text
from kg.records.reader import ID
from kg.records.scalars import write_text
from kg.records.source_types import SOURCE
from kg.records.text_files import read_utf8
from kg.text.canonical import slug
from kg.vocab import SCHEMES


def begin_dossier(text_file: Path, sources: Path, identifier: str = "") -> Path:
    """Write the skeleton of a dossier into the folder of dossiers; give its path.

    Args:
        text_file: the text of the source, UTF-8.
        sources: folder of the dossiers.
        identifier: id of the source, ``{province}-{date or nd}-{topic}``; by default made of the file's name,
            to be chosen by the curator before anything refers to it.

    Raises:
        InputError: the text cannot be read, or is not UTF-8.
        UsageError: the id is none, or there is such a dossier already; it is left as it is.
        OSError: the dossier cannot be written.
    """
    identifier = identifier or slug(text_file.stem)
    if not ID.fullmatch(identifier) or "/" in identifier:
        raise UsageError(
            f"{identifier!r} is no id; write {{province}}-{{date or nd}}-{{topic}} with a-z, 0-9, '-'"
        )
    path = sources / f"{identifier}.yaml"
    content = skeleton(text_file.name, read_utf8(text_file), identifier)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageError(
            f"{path} exists already and stays as it is; edit it, or give another --id"
        ) from error
    return path


def skeleton(name: str, text: str, identifier: str) -> str:
    """Give the text of a new dossier: facts of the file, and comments that say what is missing.

    >>> print(skeleton("a.txt", "Tin", "lang-son-nd-test").splitlines()[1])
    # kind (loại): news-article, notice, decision, resolution, report
    """
    known = {
        "id": identifier,
        "file": name,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "characters": str(len(text)),
    }
    missing = [row for row in SOURCE.fields if row.required and row.key not in known]
    lines = ["# Still needed (kg check says so too):", *(f"# {_describe(row)}" for row in missing), "source:"]
    lines.extend(f"  {key}: {write_text(value, flow=False)}" for key, value in known.items())
    return format_text("\n".join(lines), DOSSIER, name)


def _describe(row: Field) -> str:
    words = f"{row.key} ({row.vi})"
    if row.scheme:
        return f"{words}: {', '.join(SCHEMES[row.scheme])}"
    if row.part is not None:
        needed = [inner.key for inner in row.part.fields if inner.required]
        return f"{words}: {{{', '.join(needed or row.part.by_key)}}}"
    return words
