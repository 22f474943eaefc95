"""Read text files that must be UTF-8, and name files as positions do."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UNREADABLE, Finding, InputError, Position


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


def read_record_text(path: Path, file: str, findings: list[Finding]) -> str | None:
    """Read a record file; one that cannot be read is a finding, so that it does not hide the others.

    Args:
        path: the file.
        file: its name in positions.
        findings: takes what is wrong, at the first byte that is not UTF-8 (RFC 3629).
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        english = f"cannot be read ({error.strerror}); check the path and its rights"
        vietnamese = f"không đọc được ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc"
        findings.append(Finding(Position(file), UNREADABLE, english, vietnamese))
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").split("\n")
        place = Position(file, len(before), len(before[-1]) + 1)
        byte = f"0x{content[error.start]:02X}"
        english = f"is not UTF-8 (byte {error.start} of the file); save the file as UTF-8"
        vietnamese = f"không phải UTF-8 (byte thứ {error.start} của tệp); hãy lưu tệp bằng mã UTF-8"
        findings.append(Finding(place, UNREADABLE, english, vietnamese, value=byte))
        return None


def file_name(path: Path, root: Path | None) -> str:
    """Name a file as positions do: relative to `root` where it lies inside, with forward slashes."""
    if root is None or not path.resolve().is_relative_to(root.resolve()):
        return path.as_posix()
    return path.resolve().relative_to(root.resolve()).as_posix()
