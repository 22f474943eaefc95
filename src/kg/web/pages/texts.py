"""The texts of the sources, where the reader has them: found by their SHA-256, shown in passages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import InputError
from kg.store import Store
from kg.views.evidence import Passage
from kg.views.rows import ask_rows

CONTEXT: Final = 90
"""Code points shown before and after a passage."""
_LONGEST: Final = 600


@dataclass(frozen=True)
class Snippet:
    """A passage in its context; line ends are spaces."""

    before: str
    passage: str
    after: str


@dataclass(frozen=True)
class SourceTexts:
    """Texts by the IRI of their source.

    Attributes:
        texts: as stored; positions count their code points.
    """

    texts: Mapping[str, str] = field(default_factory=dict)

    def snippet(self, passage: Passage) -> Snippet | None:
        """Return a passage with what stands around it; None where the text is absent or too short."""
        text = self.texts.get(passage.source)
        if text is None or passage.end > len(text):
            return None
        start, end = passage.start, passage.end
        before = text[max(0, start - CONTEXT) : start]
        after = text[end : end + CONTEXT]
        if start > CONTEXT:
            before = "…" + before.partition(" ")[2]
        if end + CONTEXT < len(text):
            after = after.rpartition(" ")[0] + "…"
        inside = text[start:end]
        if len(inside) > _LONGEST:
            inside = f"{inside[: _LONGEST // 2]} […] {inside[-_LONGEST // 2 :]}"
        return Snippet(*(part.replace("\n", " ") for part in (before, inside, after)))


async def read_texts(store: Store, folder: Path | None) -> SourceTexts:
    """Read the texts of the sources that lie in a folder; what is not byte for byte the source stays out.

    Raises:
        InputError: the folder cannot be read.
    """
    if folder is None:
        return SourceTexts()
    rows = await ask_rows(store, "SELECT ?source ?sha WHERE { ?source kg:sha256 ?sha }")
    wanted = {row["sha"].value: row["source"].value for row in rows}
    found: dict[str, str] = {}
    try:
        for path in sorted(item for item in folder.iterdir() if item.is_file()):
            content = path.read_bytes()
            source = wanted.get(hashlib.sha256(content).hexdigest())
            if source is not None:
                found[source] = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            folder,
            f"the texts of the sources cannot be read ({error}); look at KG_SOURCES",
            vi=f"không đọc được văn bản nguồn ({error}); hãy xem lại KG_SOURCES",
        ) from error
    return SourceTexts(found)
