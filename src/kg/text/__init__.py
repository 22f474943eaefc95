"""Vietnamese text: one spelling, keys, order, numbers, dates and places in a text. Pure functions."""
