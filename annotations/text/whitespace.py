"""What counts as white space at the edge of a span."""

from typing import Final

WHITE_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""The 25 code points with the Unicode property White_Space.

Python's ``str.isspace`` adds U+001C to U+001F, JavaScript's ``trim`` adds U+FEFF and leaves out U+0085; whoever
checks edges on another side (SQL, JavaScript) should spell out these code points.
"""
