"""Which field table a record file has: told by its place in the data folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import UsageError
from kg.records.dossier_types import DOSSIER
from kg.records.fields import RecordType, part
from kg.records.registry_types import REGISTRIES


@cache
def registry_file(name: str) -> RecordType:
    """Field table of a registry file: one key, the file's name, with a list of entries.

    >>> [row.key for row in registry_file("people").fields]
    ['people']
    """
    entries = REGISTRIES[name]
    return RecordType(name, (part(name, "+", None, entries, entries.vi, entries.en),), vi=name, en=name)


def record_type_of(path: Path) -> RecordType:
    """Field table of the file at a path: a dossier in ``sources/``, a registry in ``registry/``.

    Raises:
        UsageError: the path is neither.

    >>> [record_type_of(Path(name)).name for name in ("data/sources/a.yaml", "data/registry/posts.yaml")]
    ['dossier', 'posts']
    """
    folder = path.resolve().parent.name
    if path.suffix == ".yaml" and folder == "sources":
        return DOSSIER
    if path.suffix == ".yaml" and folder == "registry" and path.stem in REGISTRIES:
        return registry_file(path.stem)
    known = ", ".join(REGISTRIES)
    raise UsageError(f"{path} is no record file: name sources/*.yaml, or registry/*.yaml with one of {known}")


def record_files(data: Path) -> list[Path]:
    """Give the dossiers and registries of a data folder, sorted."""
    registries = (data / "registry" / f"{name}.yaml" for name in REGISTRIES)
    return sorted([*data.glob("sources/*.yaml"), *(path for path in registries if path.is_file())])
