"""HTML from a job, reduced to text and tables: nothing in it can run, load or lead anywhere."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_KEPT = frozenset(
    """table thead tbody tfoot tr th td caption p div span b i em strong pre code ul ol li br sub
    sup""".split()  # noqa: SIM905  # twenty words read better than twenty strings
)
_DROPPED = frozenset(("script", "style", "iframe", "object", "template", "svg", "math", "noscript"))
"""Elements that go with all that is in them."""
_NUMBERS = frozenset(("colspan", "rowspan"))


class _Sanitizer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[str] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropping.append(tag)
        if self._dropping or tag not in _KEPT:
            return
        kept = "".join(
            f' {name}="{int(value)}"'
            for name, value in attrs
            if name in _NUMBERS and value and value.isascii() and value.isdigit() and len(value) < 5
        )
        self.pieces.append(f"<{tag}{kept}>")
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        if tag in self._open:
            while True:
                last = self._open.pop()
                self.pieces.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.pieces.append(escape(data))

    def finish(self) -> str:
        self.close()
        return "".join([*self.pieces, *(f"</{tag}>" for tag in reversed(self._open))])


def sanitized(html: str) -> str:
    """Text and tables of the HTML, well-formed; no attribute but the span of a table's cell."""
    parser = _Sanitizer()
    parser.feed(html)
    return parser.finish()
