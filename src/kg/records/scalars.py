"""Write a string as a YAML scalar, with quotes only where YAML needs them.

Whether it does is asked of the parser that reads the records, in every place where a scalar may stand, so
that what is written is what will be read. A text that other programs would take for a number, a truth value
or nothing (YAML 1.1 and the core schema of 1.2) is quoted too.
"""

from __future__ import annotations

import re
from functools import lru_cache

import yaml

_NOT_A_STRING = re.compile(
    r"""
    <<|=                                                                          # merge, value
    |yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF   # truth values
    |[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?                   # numbers
    |[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?                                 # numbers to the base 60
    |[-+]?0[xob][0-9a-fA-F_]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\ ].*)?                                    # days and times
    """,
    re.VERBOSE,
)
_BLOCK_PLACES = ("k: {}\nl: m\n", "- {}\n- m\n")
_FLOW_PLACES = ("[a, {}, b]\n", "{{a: b, k: {}, c: d}}\n")
_KEY_PLACES = ("{}: v\n", "{{a: b, {}: v}}\n")
_BARE_KEY = re.compile(r"[a-z][a-z0-9-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Printable for YAML, and not taken for a line break by any version of it.
_PRINTABLE = re.compile("[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_NOTHING = ("", "~", "null", "Null", "NULL")
HARMLESS = re.compile(r"[^\W_][\w./-]*(?: [\w(][\w./()-]*)*")
"""Words of letters, digits and some signs, which are plain everywhere: the parser need not be asked."""


def write_text(text: str, *, flow: bool) -> str:
    """Write a string as a value, inside ``{…}`` or ``[…]`` where `flow` is set.

    >>> write_text("các cấp, các ngành", flow=False), write_text("các cấp, các ngành", flow=True)
    ('các cấp, các ngành', '"các cấp, các ngành"')
    >>> write_text("2021", flow=False), write_text("Hòa An: họp", flow=False)
    ('"2021"', '"Hòa An: họp"')
    """
    return write_bare(text, flow=flow) if not _NOT_A_STRING.fullmatch(text) else _quote(text)


@lru_cache(maxsize=65536)
def write_bare(text: str, *, flow: bool) -> str:
    """Write a number, day or truth value: as `write_text`, but without quotes that only keep it a string.

    >>> write_bare("2020-05-27", flow=True), write_bare("15,451", flow=True)
    ('2020-05-27', '"15,451"')
    """
    # Rule R12: a comma in flow ends a value for some parsers and not for others; "?" divides them likewise.
    unsafe = flow and any(sign in text for sign in ",[]{}?")
    if unsafe or text in _NOTHING or not _PRINTABLE.fullmatch(text):
        return _quote(text)
    if HARMLESS.fullmatch(text):
        return text
    places = (*_BLOCK_PLACES, *_FLOW_PLACES) if flow else _BLOCK_PLACES
    return text if all(_reads_back(place, text) for place in places) else _quote(text)


@lru_cache(maxsize=4096)
def write_key(text: str) -> str:
    """Write a key.

    >>> write_key("part-of"), write_key("mưa đá)"), write_key("a: b")
    ('part-of', 'mưa đá)', '"a: b"')
    """
    if _BARE_KEY.fullmatch(text):
        return text
    bare = (
        "?" not in text
        and _PRINTABLE.fullmatch(text)
        and all(_reads_back(place, text) for place in _KEY_PLACES)
    )
    return text if bare else _quote(text)


def _reads_back(place: str, text: str) -> bool:
    """Whether the bare text at a place of a document is read as exactly this text, and nothing else."""
    try:
        bare = _events(place.format(text))
    except yaml.YAMLError:
        return False
    # The same document with a harmless word: whatever else differs, the text would not be one scalar.
    return bare == [text if event == "x" else event for event in _events(place.format("x"))]


def _events(document: str) -> list[str]:
    return [
        event.value if isinstance(event, yaml.ScalarEvent) else type(event).__name__
        for event in yaml.parse(document, Loader=yaml.CSafeLoader)
        if getattr(event, "anchor", None) is None and getattr(event, "tag", None) is None
    ]


def _quote(text: str) -> str:
    if '"' in text and "'" not in text and _PRINTABLE.fullmatch(text):
        return f"'{text}'"
    return f'"{"".join(_escape(character) for character in text)}"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _PRINTABLE.fullmatch(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
