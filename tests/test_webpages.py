"""HTML: the article and what the page says of itself, without what stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg.errors import SourceError
from medtechkg.formats import metatags, webpages
from medtechkg.locations import Content
from medtechkg.model import Document, Passage
from medtechkg.reading import passages

HEAD = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>College opens robotics centre | Northmoor Skills Agency</title>
<meta property="og:site_name" content="Northmoor Skills Agency">
<meta property="article:published_time" content="2031-03-04T09:00:00+00:00">
<link rel="canonical" href="/news/robotics-centre/"></head>"""

AROUND = """<a class="skip-link" href="#c">Skip to content</a>
<div id="CookiebotDialog" class="cookie-banner"><p>We use cookies. Accept all cookies?</p></div>
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
</ul></nav></header>
<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/n">News</a></div>"""

ARTICLE = """<h1>College opens robotics&nbsp;centre</h1>
<p>Calder College has opened a <a href="/r">robotics centre</a> with the University of
Northmoor<sup><a href="#n1">1</a></sup>. It cost £3.2&nbsp;million<br>and employs 14 people.</p>
<h2>What it teaches</h2><p>The centre teaches:</p>
<ul><li>surgical robotics<ul><li>kinematics</li><li>haptics</li></ul></li>
<li><p>machine vision</p></li></ul>
<p>Our partners are:</p>
<ul><li><a href="/1">Calder Instruments Ltd</a></li><li><a href="/2">Eastvale Council</a></li></ul>
<table><tr><th>Course</th><th>Level</th><th>Places</th></tr>
<tr><td>Machine vision</td><td>4</td><td></td></tr></table>
<blockquote><p>“Nobody knew both,” said Jane Holt of Calder Instruments Ltd.</p></blockquote>"""

AFTER = """<h3>Related articles</h3><ul><li><a href="/x">Apprenticeships rise in Eastvale</a></li>
<li><a href="/y">New head at the agency</a></li></ul>
<div class="sharing"><a href="#">Share on Facebook</a></div>
<aside><h2>Latest news</h2><p>Something else happened in Westmarch.</p></aside>
<footer><p>© 2031 Northmoor Skills Agency. Registered charity.</p></footer><script>var x</script>"""

READ = [
    ("heading", "College opens robotics centre"),
    (
        "paragraph",
        "Calder College has opened a robotics centre with the University of Northmoor."
        " It cost £3.2 million and employs 14 people.",
    ),
    ("heading", "What it teaches"),
    ("paragraph", "The centre teaches:"),
    ("bullet", "surgical robotics"),
    ("bullet", "kinematics"),
    ("bullet", "haptics"),
    ("bullet", "machine vision"),
    ("paragraph", "Our partners are:"),
    ("bullet", "Calder Instruments Ltd"),
    ("bullet", "Eastvale Council"),
    ("table-row", "Course\tLevel\tPlaces"),
    ("table-row", "Machine vision\t4\t–"),
    ("paragraph", "“Nobody knew both,” said Jane Holt of Calder Instruments Ltd."),
]


def read(page: str | bytes, charset: str = "", url: str = "") -> tuple[str, dict[str, str]]:
    data = page.encode() if isinstance(page, str) else page
    return webpages.read(Content("a.html", data, charset=charset, url=url))


def split(text: str) -> list[Passage]:
    return list(passages.split(Document("0" * 64, "a", text, "text/html")))


@pytest.mark.parametrize(
    "body",
    [
        f"<div><div class='entry'>{ARTICLE}{AFTER}</div></div>",
        f"<main>{ARTICLE}</main>{AFTER}",
        f"<div role='main'><article>{ARTICLE}</article></div>{AFTER}",
        f"<form><table><tr><td>{ARTICLE}</td></tr></table></form>{AFTER}".replace("form", "div"),
    ],
    ids=["plain", "main", "article", "layout table"],
)
def test_the_article_is_read_and_nothing_around_it(body: str) -> None:
    text, _ = read(f"{HEAD}<body class='has-sidebar'>{AROUND}{body}</body></html>")
    assert [(p.kind.value, p.text) for p in split(text)] == READ


def test_a_headline_outside_the_article_is_kept() -> None:
    article = ARTICLE.replace("<h1>College opens robotics&nbsp;centre</h1>", "")
    page = f"{HEAD}<body><div class=hero><h1>The new centre</h1></div><main>{article}</main></body>"
    assert read(page)[0].startswith("# The new centre\n\nCalder College")


def test_lists_have_their_lead_in() -> None:
    found = split(read(f"{HEAD}<body>{ARTICLE}</body>")[0])
    assert [p.lead_in for p in found if p.kind.value == "bullet"] == [3, 4, 4, 3, 8, 8]


def test_metadata_is_what_the_page_says() -> None:
    _, known = read(f"{HEAD}<body>{ARTICLE}</body>", url="https://example.org/x")
    assert known == {
        "title": "College opens robotics centre",
        "publisher": "Northmoor Skills Agency",
        "issued": "2031-03-04",
        "language": "en-GB",
        "url": "https://example.org/news/robotics-centre/",
    }
    _, known = read(f"<html><body>{ARTICLE}</body></html>")
    assert known == {"title": "College opens robotics centre"}


def test_metadata_of_schema_org() -> None:
    stated = (
        '{"@graph": [{"@type": "Organization", "name": "Other"}, {"@type": ["NewsArticle"],'
        ' "headline": "A centre", "datePublished": "2031-03", "publisher": {"name": "Agency"}}]}'
    )
    head = f'<head><script type="application/ld+json">{stated}</script></head>'
    broken = '<script type="application/ld+json">{</script>'
    _, known = read(f"<html>{head}<body>{broken}{ARTICLE}</body></html>")
    assert known == {"title": "A centre", "publisher": "Agency", "issued": "2031-03"}


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2031", "2031"),
        ("2031-13-01", ""),
        ("20310304", ""),
        ("yesterday", ""),
        ("2031-3-4 09:00", "2031-03-04"),
    ],
)
def test_dates_that_machines_read(stamp: str, day: str) -> None:
    assert metatags.day(stamp) == day


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (f"<meta charset=windows-1252>{ARTICLE}".encode("cp1252"), ""),
        (f"<meta charset=utf-8>{ARTICLE}".encode("cp1252"), "ISO-8859-1"),
        (ARTICLE.encode("cp1252"), ""),
        (f"\ufeff{ARTICLE}".encode("utf-16-le"), ""),
        (f"<meta charset=iso-8859-1>{ARTICLE}".encode(), ""),
    ],
    ids=["declared", "by the server", "not declared", "UTF-16", "wrongly declared"],
)
def test_letters_are_decoded(page: bytes, charset: str) -> None:
    text, _ = read(page, charset)
    assert "£3.2 million" in text
    assert "“Nobody knew both,”" in text


def test_an_unknown_charset_is_refused() -> None:
    with pytest.raises(SourceError, match="x-klingon, an unknown charset; save it as UTF-8"):
        read(ARTICLE.encode("cp1252"), "x-klingon")


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<title>404 Not Found</title><h1>Not Found</h1><p>Sorry about that.</p>", "error page"),
        ("<title>Access denied</title><p>You have no permission to see it.</p>", "Access denied"),
        ("<title>Just a moment...</title><p>Enable JavaScript to continue</p>", "Just a moment"),
        ("<title>Plans</title><div id=root></div>", "almost no text (0 words)"),
        ("<p>Loading the plans of the region</p>", "may need JavaScript or a login"),
        ("", "the page is empty"),
    ],
)
def test_pages_that_say_nothing_are_refused(page: str, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(page)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_long_article_may_speak_of_what_is_not_found() -> None:
    page = (
        f"<h1>Page not found: a history</h1>{'<p>The page was not found by many firms.</p>' * 30}"
    )
    assert "history" in read(page)[0]


TAGS = st.sampled_from(["p", "div", "li", "ul", "h2", "td", "tr", "table", "span", "b", "br", "q"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=60)
@given(st.lists(st.tuples(TAGS, WORDS), max_size=12))
def test_any_page_gives_passages_that_quote_it(parts: list[tuple[str, str]]) -> None:
    from xml.sax.saxutils import escape

    inner = "".join(f"<{tag}>{escape(words)}" for tag, words in parts)
    text, _ = read(f"<html><body><main>{ARTICLE}{inner}</main></body></html>")
    for passage in split(text):
        for at, letter in enumerate(passage.text):
            if not letter.isspace():
                assert text[passage.offset(at)] == letter
