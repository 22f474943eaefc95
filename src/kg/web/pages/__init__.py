"""The pages that people read in a browser, in Vietnamese and English, with and without scripts."""

from kg.web.pages.router import ROUTERS

__all__ = ["ROUTERS"]
