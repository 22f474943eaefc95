"""Synthesise records of any size and measure what the program does with them."""
