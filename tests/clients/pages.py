"""Real pages, made safe to serve: their words and their markup, without anything that leads off the machine.

Scripts, styles, pictures, frames and forms are left out, and every attribute but those that say what a place is. So a
browser shows what the extractor reads, and asks for nothing else.
"""

import html
import json
import subprocess
from html.parser import HTMLParser

LEFT_OUT = set(
    """
    script style noscript template iframe object embed svg math picture video audio canvas map form button select
    textarea dialog head
    """.split()
)
# Elements without an end.
VOID = set("area base br col hr img input link meta param source track wbr".split())
KEPT = set("class id role itemprop itemtype itemscope datetime lang hidden".split())


def chosen(packed, count, least):
    """Takes `count` pages of those whose body has at least `least` characters, spread over the whole collection."""
    with subprocess.Popen(["zstd", "-dc", "--long=27", packed], stdout=subprocess.PIPE) as unpacking:
        records = (json.loads(line) for line in unpacking.stdout)
        pages = [page for page in records if len(page.get("body") or "") >= least and page.get("title")]
    return pages[:: max(1, len(pages) // count)][:count]


def safe(page):
    """Returns a page as a document that stands alone."""
    writer = Writer()
    writer.feed(page["html"])
    writer.close()
    title = html.escape(page["title"])
    head = f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}\n<body>{''.join(writer.parts)}</body></html>\n"


class Writer(HTMLParser):
    """Writes what it reads but for what is left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.skipped = []

    def handle_starttag(self, tag, attributes):
        if tag in LEFT_OUT:
            self.skipped.append(tag)
        elif not self.skipped and tag not in ("html", "body") and (tag not in VOID or tag in ("br", "hr", "wbr")):
            kept = "".join(f' {name}="{html.escape(value or "")}"' for name, value in attributes if name in KEPT)
            self.parts.append(f"<{tag}{kept}>")

    def handle_startendtag(self, tag, attributes):
        if tag not in LEFT_OUT:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if tag in self.skipped:
            # What is left open within it ends with it.
            del self.skipped[self.skipped.index(tag) :]
        elif not self.skipped and tag not in VOID and tag not in ("html", "body"):
            self.parts.append(f"</{tag}>")

    def handle_data(self, text):
        if not self.skipped:
            self.parts.append(html.escape(text, quote=False))
