"""The vendored vis-network script, and what a content security policy must allow for it."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

from kg.errors import InputError

FILE: Final = "vendor/vis-network.min.js"
"""Its path among the static files."""

_INJECTED: Final = re.compile(r"""(?<=[;}])A\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\);""")
"""vis-network adds its styles with calls of this form; each needs its hash in the policy."""


@lru_cache(maxsize=1)
def library() -> str:
    """Return vis-network's script.

    Raises:
        InputError: the file could end its own script element.
    """
    file = files("kg").joinpath("web", "static", *FILE.split("/"))
    text = file.read_text("utf-8").replace("\r\n", "\n")
    if re.search(r"</script|<!--", text, re.IGNORECASE):
        raise InputError(
            str(file),
            "would end its script element; take another version",
            vi="sẽ kết thúc phần tử script của nó; hãy dùng phiên bản khác",
        )
    return text


@lru_cache(maxsize=1)
def style_hashes() -> tuple[str, ...]:
    """Return the hash sources (CSP 3, section 2.3.1) of the style elements that vis-network makes."""
    texts = ("", *(re.sub(r"\\(.)", r"\1", match[1][1:-1]) for match in _INJECTED.finditer(library())))
    return tuple(hash_source(text) for text in texts)


def hash_source(text: str) -> str:
    """Return the hash source that allows an inline script or style with this text.

    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
