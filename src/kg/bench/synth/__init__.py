"""Synthetic records: a made-up administration in the real units, in the project's own format.

Everything but the units and the vocabularies is invented: people, bodies' careers, events, documents, sums.
Nothing of it is meant to be true, and nothing of it enters the project's data. The same number of events,
seed and reference records give the same bytes.
"""

from kg.bench.synth.generate import Synthesised, synthesise

__all__ = ["Synthesised", "synthesise"]
