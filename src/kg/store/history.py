"""What a snapshot tells of the data versions before it: what changed from each to the next, newest first.

``changes.json`` holds ``{"changes", "dropped", "lost"}`` as in ``History``. A build writes it
(``kg.build.history``); a snapshot of other people's data has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError

FILE: Final = "changes.json"
STATES: Final = ("new", "gone", "changed")
"""What may have become of a record or a thing."""
_ID: Final = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class Version:
    """One data version.

    Attributes:
        data_version: of its statements.
        commit: of the records it was built from first, as in ``kg.store.manifest``; empty where unknown.
        committed: when that commit was made (RFC 3339); empty where the records are not those of a commit.
    """

    data_version: str
    commit: str = ""
    committed: str = ""


@dataclass(frozen=True)
class Part:
    """What became of a record or of a thing.

    Attributes:
        iri: the named graph of the record, or the thing.
        kind: of a record ``source``, ``registry``, ``register``, ``derived``, ``ontology`` or ``graph``; of a
            thing as the search index calls it.
        state: one of ``STATES``.
        added, removed: number of statements.
        labels: by language; each is one line without controls.
    """

    iri: str
    kind: str
    state: str
    added: int
    removed: int
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordPart:
    """What became of one record.

    Attributes:
        record: the record itself.
        things: that its changed statements are about or name, the most changed first.
        more: number of further things.
    """

    record: Part
    things: tuple[Part, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class VersionChange:
    """What changed from one data version to the next.

    Attributes:
        id: names this step: digest of the step and of the one before it.
        before, after: the versions.
        compared: whether both could be read; else nothing is known but their names.
        added, removed: number of statements.
        sources: number of sources by state, also of those that are not listed.
        records: listed records.
        more: number of further sources, the least changed.
    """

    id: str
    before: Version
    after: Version
    compared: bool = True
    added: int = 0
    removed: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)
    records: tuple[RecordPart, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class History:
    """The steps that led to a snapshot.

    Attributes:
        changes: newest first.
        dropped: number of older ones that are not kept.
        lost: whether older ones could not be read when a build wanted to carry them over.
    """

    changes: tuple[VersionChange, ...] = ()
    dropped: int = 0
    lost: bool = False

    def find(self, identifier: str) -> VersionChange | None:
        """Return the step of an id."""
        return next((change for change in self.changes if change.id == identifier), None)

    def to_json(self) -> str:
        """Spell the history as the file holds it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_history(snapshot: Path) -> History | None:
    """Return the history of a snapshot folder; None where it has none.

    Raises:
        InputError: the file cannot be read, or is no history.
    """
    path = snapshot / FILE
    try:
        return _history(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            path,
            f"is no history of data versions ({error}); build the snapshot again",
            vi=f"không phải lịch sử các phiên bản dữ liệu ({error}); hãy dựng lại phiên bản dữ liệu",
        ) from error


def _history(content: Mapping[str, Any]) -> History:
    changes = tuple(_change(item) for item in content["changes"])
    return History(changes, _count(content["dropped"]), _truth(content["lost"]))


def _change(item: Mapping[str, Any]) -> VersionChange:
    if not _ID.fullmatch(_text(item["id"])):
        raise ValueError(f"{item['id']!r} is no id")
    return VersionChange(
        item["id"],
        Version(**_texts(item["before"])),
        Version(**_texts(item["after"])),
        _truth(item["compared"]),
        _count(item["added"]),
        _count(item["removed"]),
        {_state(state): _count(number) for state, number in item["sources"].items()},
        tuple(
            RecordPart(_part(row["record"]), tuple(map(_part, row["things"])), _count(row["more"]))
            for row in item["records"]
        ),
        _count(item["more"]),
    )


def _part(item: Mapping[str, Any]) -> Part:
    return Part(
        _text(item["iri"]),
        _text(item["kind"]),
        _state(item["state"]),
        _count(item["added"]),
        _count(item["removed"]),
        _texts(item["labels"]),
    )


def _texts(value: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(text) for name, text in value.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _state(value: object) -> str:
    if value not in STATES:
        raise ValueError(f"{value!r} is none of {', '.join(STATES)}")
    return _text(value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is no number of anything")
    return value
