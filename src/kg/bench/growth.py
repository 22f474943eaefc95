"""How a time grows with the size of the graph."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Growth:
    """Two times of one thing: ``small`` seconds at ``sizes[0]`` statements, ``large`` at ``sizes[1]``."""

    name: str
    sizes: tuple[int, int]
    small: float
    large: float

    @property
    def exponent(self) -> float:
        """The e of size^e through both points.

        >>> round(Growth("quadratic", (10_000, 100_000), 0.1, 10.0).exponent, 6)
        2.0
        """
        return math.log(self.large / self.small) / math.log(self.sizes[1] / self.sizes[0])

    @property
    def against_n_log_n(self) -> float:
        """The large time over what n log n makes of the small one; at most 1 is no faster growth.

        >>> round(Growth("linear", (10_000, 100_000), 0.1, 1.0).against_n_log_n, 6)
        0.8
        """
        small, large = (size * math.log(size) for size in self.sizes)
        return self.large / (self.small * large / small)
