"""Make text from data safe for a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Replace what a terminal would obey, and tabs, by one visible character each.

    >>> printable("a\tb\x1b[31m")
    'a b�[31m'
    """
    return "".join(
        character if character.isprintable() else " " if character == "\t" else "\ufffd" for character in text
    )
