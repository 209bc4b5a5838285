"""HTML into text: what a page says, without what surrounds it on the screen.

The page is pruned of menus, banners, forms and the like; its article is found by the elements and
roles that mark one, else by where the paragraphs are; and what is left is laid out in lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from medtechkg.errors import SourceError
from medtechkg.formats import metatags
from medtechkg.locations import Content

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["article", "read"]

_DROPPED = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video map form button"
    " input select textarea label datalist nav aside dialog menu head link meta picture img".split()
)
_ROLES = frozenset(
    "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search"
    " tablist toolbar tooltip".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body center caption dd details div dl dt fieldset figcaption"
    " figure footer header hgroup hr li main ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
) | frozenset(_HEADINGS)

# Words in class and id that only what surrounds an article has.
_AROUND = frozenset(
    "ad ads advert advertisement adverts breadcrumb breadcrumbs comments consent cookie cookies"
    " copyright disqus footer gdpr masthead megamenu menu modal nav navbar navigation newsletter"
    " offscreen pager pagination popup promo recommended related screenreader share sharing"
    " sidebar signup skip skiplink skiplinks social sponsored subscribe teaser teasers toolbar"
    " tooltip".split()
)
_AHEAD = frozenset(
    "advert advertisement breadcrumb breadcrumbs cookie cookiebot cookiebar cookies disqus gdpr"
    " megamenu navbar newsletter share sharing sidebar skip".split()
)
_JOINED = re.compile(
    r"(?:sr-only|visually-?hidden|screen-reader|read-(?:more|next)|see-also|more-(?:news|stories)"
    r"|latest-(?:news|posts)|you-may|post-(?:nav|tags)|site-(?:header|footer)|back-to-top|print-(?:link|page)"
    r"|skip-(?:to|link))",
    re.I,
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ABOUT_OTHERS = re.compile(
    r"(?:related|see also|read (?:more|next)|more (?:from|news|stories|on)|latest|popular|recent"
    r"|you (?:may|might)|share|tags?|categories|topics|contents|in this section|on this page"
    r"|follow us|contact|quick links|explore|previous|next)\b",
    re.I,
)
_CHROME = re.compile(
    r"(?:read more|find out more|learn more|back to .{0,40}|share(?: this)?(?: page| article)?"
    r"(?: on .{0,20})?|print(?: this page)?|print page|tweet|skip to .{0,30}|view all.{0,20}"
    r"|sign up.{0,40}|subscribe.{0,40}|follow us.{0,30}|previous(?: article| post)?|next(?: article"
    r"| post)?|copy link|save|close|menu|search|home|top|email|facebook|twitter|linkedin|x"
    r"|\d+ min(?:ute)?s? read|accept(?: all)?(?: cookies)?|loading\W*)[\s.:>»›→…]*$",
    re.I,
)
_SPACE = re.compile(r"\s+")
_UNWRITTEN = re.compile(
    "[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]"
)
_NOTE = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?$", re.I)

_LINKED = 0.6  # share of letters in links from which a block is a list of links
_MAIN_SHARE = 0.6  # share of the words that the article of a page holds
_INNER_SHARE = 0.85
_LARGE_SHARE = 0.4  # what holds so much of the words is not what surrounds them

_FEWEST_WORDS = 20
_SHORT_PAGE = 150
_ERROR_PAGE = re.compile(
    r"\b(?:40[0134]|410|429|50[0234])\b.{0,40}\b(?:error|found|forbidden|denied|unavailable)"
    r"|\b(?:error|http)\W{0,3}(?:40[0134]|410|429|50[0234])\b"
    r"|(?:page|file|site|url|content|document|article)\b.{0,50}\b(?:not (?:be )?found|no longer"
    r"|does ?n[o’']t exist|cannot be found|could not be found|is ?n[o’']t available)"
    r"|\bnot found\b|access (?:is |has been )?(?:denied|restricted)|permission denied|forbidden\b"
    r"|(?:ca ?n[o’']t|cannot|could ?n[o’']t) find (?:the|that|this|what)"
    r"|just a moment|attention required|are you (?:a )?(?:human|robot)|verify (?:that )?you are"
    r"|enable (?:javascript|cookies)|javascript is (?:disabled|required)|captcha"
    r"|service (?:is )?(?:temporarily )?unavailable|under maintenance|internal server error"
    r"|bad gateway|too many requests|(?:log|sign) ?in to (?:continue|view)|session has expired",
    re.I,
)


def read(content: Content) -> tuple[str, dict[str, str]]:
    """Read a page: its article as text, and what it says of itself.

    Raises:
        SourceError: if it is an error page or has almost no text.
    """
    page = _parsed(content)
    known = metatags.of(page, content.url)
    title = " ".join((page.findtext(".//title") or "").split())
    text = article(page)
    _refuse_empty(content.location, title, text)
    return text, known


def article(page: HtmlElement) -> str:
    """Lay the article of a page out in lines; the page is changed on the way."""
    head = _headline(page)
    _prune(page)
    root = _root(page)
    lines = list(_lines(root))
    if head and not any(line.startswith("# ") for line in lines):
        lines = [f"# {head}", "", *lines]
    return _joined(lines)


def _parsed(content: Content) -> HtmlElement:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding=_charset(content), remove_comments=True, remove_pis=True)
        page = html.document_fromstring(content.data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise SourceError(content.location, "the page is empty", "fetch it again") from error
    except LookupError as error:
        problem = f"the page says it is in {_charset(content)}, an unknown charset"
        raise SourceError(content.location, problem, "save it as UTF-8") from error
    return page


_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"}


def _charset(content: Content) -> str:
    """Tell the charset: by its mark, UTF-8 if it is, else as the server or the page declares.

    Latin-1 means Windows-1252, on the web as in browsers.
    """
    if content.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.data.decode("utf-8")
    except UnicodeDecodeError:
        found = _META_CHARSET.search(content.data[:4096])
        declared = content.charset or (found[1].decode("ascii") if found else "windows-1252")
        declared = declared.lower()
        return "windows-1252" if declared in {*_LATIN, "utf-8", "utf8"} else declared
    return "utf-8"


def _refuse_empty(location: str, title: str, text: str) -> None:
    words = len(text.split())
    if words < _SHORT_PAGE and (told := _ERROR_PAGE.search(f"{title}\n{text[:400]}")):
        problem = f"it is an error page (“{' '.join(told[0].split())}”)"
        raise SourceError(location, problem, "open the address in a browser and save the article")
    if words < _FEWEST_WORDS:
        problem = f"the page has almost no text ({words} words)"
        raise SourceError(location, problem, "it may need JavaScript or a login: save it as PDF")


# -- pruning ----------------------------------------------------------------------------------


def _headline(page: HtmlElement) -> str:
    """Find the first main heading, wherever it stands, that is not the name of the site."""
    for heading in page.iter("h1"):
        if not any(each.tag == "nav" for each in heading.iterancestors()):
            return _words(heading)
    return ""


def _words(element: HtmlElement) -> str:
    return _clean("".join(element.itertext()))


def _clean(text: str) -> str:
    return _SPACE.sub(" ", _UNWRITTEN.sub("", text)).strip()


def _prune(page: HtmlElement) -> None:
    """Take out what is not seen, and what surrounds an article."""
    whole = max(1, len(page.text_content()))
    for element in list(page.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if _unseen(element) or (_around(element) and _share(element, whole) < _LARGE_SHARE):
            element.drop_tree()


def _share(element: HtmlElement, whole: int) -> float:
    return len(element.text_content()) / whole


def _unseen(element: HtmlElement) -> bool:
    if element.tag in _DROPPED or "hidden" in element.attrib:
        return element.tag not in ("form", "fieldset") or not _proses(element)
    return element.get("aria-hidden") == "true" or bool(_UNSEEN.search(element.get("style", "")))


def _proses(element: HtmlElement) -> bool:
    """Whether a form is wrapped around a whole page, as some servers do."""
    return sum(len(p.text_content()) for p in element.iter("p")) > 1000


def _around(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article") or element.get("role") == "main":
        return False
    if element.get("role", "").lower() in _ROLES:
        return True
    inside = any(each.tag in ("article", "main") for each in element.iterancestors())
    if element.tag in ("header", "footer") and not inside:
        return True
    if element.tag in _HEADINGS or element.tag in ("p", "tr", "td"):
        return False
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if _JOINED.search(named):
        return True
    return any(_surrounds(each) for each in named.split())


def _surrounds(name: str) -> bool:
    """Whether a class or an id names what surrounds an article, by its last or first word."""
    tokens = [token.lower() for token in _TOKEN.findall(name)]
    if name == "hidden":
        return True
    return bool(tokens) and len(tokens) <= 4 and (tokens[-1] in _AROUND or tokens[0] in _AHEAD)


# -- the article ------------------------------------------------------------------------------


def _root(page: HtmlElement) -> HtmlElement:
    """Find the element that holds the article, and little else."""
    body = page.find("body") if page.find("body") is not None else page
    whole = max(1, _mass(body))
    for path in ("//main", "//*[@role='main']", "//*[@itemprop='articleBody']", "//article"):
        found = max(body.xpath(path), key=_mass, default=None)
        if found is not None and _mass(found) >= _MAIN_SHARE * whole:
            return _inner(found)
    return _inner(body)


def _mass(element: HtmlElement) -> int:
    """How much running text an element holds: letters of paragraphs, items and cells."""
    return sum(
        len(each.text_content())
        for each in element.iter("p", "li", "td", "blockquote")
        if not any(up.tag in ("li", "td", "blockquote") for up in _between(each, element))
    )


def _between(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    for up in element.iterancestors():
        if up is top:
            return
        yield up


def _inner(root: HtmlElement) -> HtmlElement:
    """Go down to the one part that holds nearly all there is to read."""
    while True:
        whole = _mass(root)
        parts = [each for each in root if each.tag in ("article", "div", "section", "main", "td")]
        best = max(parts, key=_mass, default=None)
        if best is None or not whole or _mass(best) < _INNER_SHARE * whole:
            return root
        root = best


# -- lines ------------------------------------------------------------------------------------


def _joined(lines: list[str]) -> str:
    """Put the lines together, with one blank line at most between two, and no last heading."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while len(kept) > 1 and (not kept[-1] or kept[-1].startswith("#")):
        kept.pop()
    return "\n".join(kept).strip("\n") + "\n" if any(kept) else ""


def _lines(element: HtmlElement, depth: int = 0) -> Iterator[str]:
    """Lay an element out: blocks apart, items under each other, the cells of a row in a line."""
    inline: list[str] = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or _holds_blocks(child):
            yield from _paragraph(inline)
            yield from _block(child, depth)
            inline = [child.tail or ""]
        else:
            inline += [_inline(child), child.tail or ""]
    yield from _paragraph(inline)


def _holds_blocks(element: HtmlElement) -> bool:
    return any(each.tag in _BLOCKS for each in element.iterdescendants())


def _inline(element: HtmlElement) -> str:
    if element.tag == "br":
        return "\v"
    if element.tag == "sup" and _NOTE.match(_words(element)) and element.find(".//a") is not None:
        return ""
    text = [element.text or ""]
    for child in element:
        text += [_inline(child), child.tail or ""]
    return f"“{''.join(text)}”" if element.tag == "q" else "".join(text)


def _paragraph(inline: list[str]) -> Iterator[str]:
    lines = [_clean(line) for line in "".join(inline).split("\v")]
    if any(lines):
        yield ""
        yield from (line for line in lines if not _CHROME.match(line))
        yield ""


def _block(element: HtmlElement, depth: int) -> Iterator[str]:
    if element.tag in _HEADINGS:
        yield from _heading(element)
    elif element.tag in ("ul", "ol"):
        if not _links(element):
            yield from _items(element, depth)
    elif element.tag == "table" and not _set_out(element):
        yield from _rows(element)
    elif element.tag == "pre":
        yield from ("", *map(_clean, element.text_content().splitlines()), "")
    elif element.tag in ("div", "section", "footer") and _links(element):
        return
    else:
        yield from ("", *_lines(element, depth), "")


def _heading(element: HtmlElement) -> Iterator[str]:
    words = _words(element)
    if words and not _ABOUT_OTHERS.fullmatch(words.rstrip(": ")) and not _CHROME.match(words):
        yield from ("", f"{'#' * _HEADINGS[element.tag]} {words}", "")


def _items(element: HtmlElement, depth: int) -> Iterator[str]:
    for item in element:
        if item.tag in ("ul", "ol"):
            yield from _items(item, depth + 1)
        lines = [line for line in _lines(item, depth + 1) if line] if item.tag == "li" else []
        own = [line for line in lines if not line.lstrip().startswith("•")]
        if own:
            yield f"{'  ' * depth}• {' '.join(own)}"
        yield from (line for line in lines if line.lstrip().startswith("•"))


def _links(element: HtmlElement) -> bool:
    """Whether a block is a list of links to other pages, and not one that a sentence introduces."""
    links = [each for each in element.iter("a") if _words(each)]
    if len(links) < 2:
        return False
    linked = sum(len(_words(each)) for each in links)
    if linked < _LINKED * max(1, len(_words(element))):
        return False
    before = element.getprevious()
    while before is not None and not _words(before):
        before = before.getprevious()
    if before is None or before.tag in _HEADINGS:
        named = _words(before) if before is not None else ""
        return not named or bool(_ABOUT_OTHERS.match(named)) or element.tag not in ("ul", "ol")
    return not _words(before).endswith(":")


def _rows(table: HtmlElement) -> Iterator[str]:
    yield ""
    caption = table.find("caption")
    if caption is not None:
        yield from (_words(caption), "")
    for row in table.iter("tr"):
        cells = [_words(cell) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            yield "\t".join(cell or "–" for cell in cells) if len(cells) > 1 else cells[0]
    yield ""


def _set_out(table: HtmlElement) -> bool:
    """Whether a table only sets a page out: it holds other blocks, or has one column."""
    if table.get("role") in ("presentation", "none"):
        return True
    inner = any(True for _ in table.iterdescendants("table", "ul", "ol", *_HEADINGS))
    wide: Any = max((len(row) for row in table.iter("tr")), default=0)
    return inner or wide < 2
