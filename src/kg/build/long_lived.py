"""Make many objects that stay, without the garbage collector searching them again and again.

Python searches all objects for cycles whenever many were made. A graph of a million statements is tens of
millions of objects, and each search of them takes seconds, in the midst of a check that takes milliseconds.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def long_lived() -> Iterator[None]:
    """Make objects that stay until the process ends: they are searched for cycles neither now nor later.

    Only for a command that opens one graph: cycles that are made inside are never freed.

    >>> with long_lived():
    ...     names = [str(number) for number in range(3)]
    >>> gc.isenabled()
    True
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
