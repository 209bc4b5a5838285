"""What a web page says of itself: title, publisher, date, language, address, licence.

Only what is there is taken: elements of the head, Dublin Core, Open Graph and schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["day", "of"]

_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_PUBLISHER = (
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "og:site_name",
    "publisher",
)
_ISSUED = (
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "citation_publication_date",
    "datepublished",
    "govuk:first-published-at",
    "publication_date",
    "pubdate",
    "publish-date",
    "dc.date",
    "dcterms.date",
    "date",
)
_LANGUAGE = ("dc.language", "dcterms.language", "og:locale", "content-language")
_ARTICLES = ("Article", "Posting", "WebPage", "Report", "Publication")
_DAY = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?![\d.])")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_SITE = re.compile(r"\s+[|–—»·:-]+\s+")


def of(page: HtmlElement, url: str = "") -> dict[str, str]:
    """Gather what a page says of itself, under the keys of ``documents.toml``."""
    tags = _tags(page)
    stated = [each for each in _stated(page) if _is_article(each)]
    publisher = _first(tags, _PUBLISHER) or _publisher(stated)
    issued = _first(tags, _ISSUED) or _said(stated, "datePublished") or _marked(page)
    found = {
        "title": _title(page, _first(tags, _TITLE) or _said(stated, "headline"), publisher),
        "publisher": publisher,
        "issued": day(issued),
        "url": _address(page, tags, url),
        "language": _language(page, tags),
        "licence": _licence(page, url),
    }
    return {key: value for key, value in found.items() if value}


def day(text: str) -> str:
    """Give the day, month or year a machine-readable date begins with; nothing if it has none.

    >>> day("2031-03-04T09:30:00+00:00"), day("2031/3"), day("4 March 2031")
    ('2031-03-04', '2031-03', '')
    """
    from datetime import date

    found = _DAY.match(text.strip())
    if not found:
        return ""
    parts = [part for part in found.groups() if part]
    try:
        date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        return ""
    return "-".join(part.zfill(2) for part in parts)


def _tags(page: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in page.iter("meta"):
        name = (
            tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        )
        value = " ".join((tag.get("content") or "").split())
        if name and value:
            found.setdefault(name.lower(), value)
    return found


def _first(tags: dict[str, str], names: Iterable[str]) -> str:
    return next((tags[name] for name in names if name in tags), "")


def _title(page: HtmlElement, stated: str, publisher: str) -> str:
    """Take the title that is stated, else that of the window without the name of the site."""
    window = " ".join((page.findtext(".//title") or "").split())
    heading = next((" ".join(each.text_content().split()) for each in page.iter("h1")), "")
    title = stated or window
    parts = _SITE.split(title)
    if heading and title.startswith(heading) and len(parts) > 1:
        return heading
    if publisher and len(parts) > 1 and parts[-1].casefold() == publisher.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |–—»·:-")
    return title or heading


def _address(page: HtmlElement, tags: dict[str, str], url: str) -> str:
    for link in page.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            found = urljoin(url, link.get("href"))
            return found if found.startswith("http") else url
    return tags.get("og:url") or url


def _language(page: HtmlElement, tags: dict[str, str]) -> str:
    root = page.getroottree().getroot()
    found = root.get("lang") or root.get("xml:lang") or _first(tags, _LANGUAGE)
    return str(found).replace("_", "-") if _LANGUAGE_TAG.match(found) else ""


def _licence(page: HtmlElement, url: str) -> str:
    for link in page.iter("link", "a"):
        if "license" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(urljoin(url, link.get("href")))
    return ""


def _marked(page: HtmlElement) -> str:
    """Find the time that is marked as that of publication."""
    for time in page.iter("time"):
        if "pubdate" in time.attrib or time.get("itemprop") == "datePublished":
            return str(time.get("datetime") or "")
    return ""


# -- schema.org -------------------------------------------------------------------------------


def _stated(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """Read what is stated as JSON-LD; what is not JSON states nothing."""
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            try:
                yield from _nodes(json.loads(script.text or "null"))
            except ValueError:
                continue


def _nodes(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for each in found:
            yield from _nodes(each)
    elif isinstance(found, dict):
        yield found
        yield from _nodes(found.get("@graph"))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in named)


def _said(nodes: Iterable[dict[str, Any]], key: str) -> str:
    found = (node[key] for node in nodes if isinstance(node.get(key), str))
    return " ".join(next(found, "").split())


def _publisher(nodes: Iterable[dict[str, Any]]) -> str:
    for node in nodes:
        found = node.get("publisher")
        if isinstance(found, dict) and isinstance(found.get("name"), str):
            return str(found["name"]).strip()
    return ""
