"""Read text files that must be UTF-8, and name files as positions do."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError


def read_utf8(path: Path) -> str:
    """Read a text file that must be UTF-8.

    Raises:
        InputError: the file is absent, unreadable or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror}); check the path and its rights") from error
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start}); save the file as UTF-8"
        raise InputError(path, message) from error


def file_name(path: Path, root: Path | None) -> str:
    """Name a file as positions do: relative to `root` where it lies inside, with forward slashes."""
    if root is None or not path.resolve().is_relative_to(root.resolve()):
        return path.as_posix()
    return path.resolve().relative_to(root.resolve()).as_posix()
