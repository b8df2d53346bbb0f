"""Drawings that the server makes: plain values in, SVG out. Classes and attributes only, no style."""

from annotations.web.drawings.chain import ChainWords, draw_chain
from annotations.web.drawings.svg import Drawing
from annotations.web.drawings.timeline import Moment, draw_timeline

__all__ = ["ChainWords", "Drawing", "Moment", "draw_chain", "draw_timeline"]
