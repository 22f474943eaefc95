"""Compare two graphs: the statements added and removed, and the questions whose answers change."""

from kg.build.diff.comparison import Bounds, Comparison, compare
from kg.build.diff.sides import Places, Side, open_side

__all__ = ["Bounds", "Comparison", "Places", "Side", "compare", "open_side"]
