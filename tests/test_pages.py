from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import browser
from medtechkg import export, networks, store
from medtechkg.errors import GraphError
from medtechkg.export import Network, pages, selection
from network import FIRM, NASTY, NODES, SKILL, UNIVERSITY, picture


class Scripts(HTMLParser):
    """What a browser takes for scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.lasttag = ""

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.found:
            attributes, text = self.found[-1]
            self.found[-1] = attributes, text + data


def written(graph: store.Store, found: selection.Picture) -> str:
    return "".join(pages.page(graph, found))


@pytest.fixture
def page(graph: store.Store, bundled: None) -> str:
    return written(graph, picture())


def test_the_data_have_every_text_once(page: str) -> None:
    (about, text), (_, script) = Scripts(page).found
    assert about == {"type": "application/json", "id": "data"}
    assert "<" not in text
    told = json.loads(text)
    assert {thing[0] for thing in told["things"]} == {node.label for node in NODES}
    assert {told["base"] + thing[-1] for thing in told["things"]} >= {FIRM, SKILL, UNIVERSITY}
    assert len(told["facts"]) == 6
    assert NASTY in {document["title"] for document in told["documents"]}
    assert len(told["documents"]) == 2
    assert script == pages.SCRIPT.read_text(encoding="utf-8")


def test_nothing_is_fetched_and_no_other_script_runs(page: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none';")
    assert re.search(r"script-src 'sha256-[\w+/]{43}='$", policy)
    head = page.partition("<script")[0]
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", head)


def test_licences_are_in_the_page(page: str) -> None:
    end = Scripts(page).found[1][1][-8000:]
    for name in ("sigma", "graphology", "events"):
        assert f"\n{name}\n" in end
    assert end.count("WITHOUT WARRANTY OF ANY KIND") + end.count('"AS IS"') >= 3


def test_what_was_left_out_is_told(graph: store.Store, bundled: None) -> None:
    assert "3 things and 4 facts were left out" in written(graph, picture(limit=2))


def test_a_page_without_its_script(
    graph: store.Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "SCRIPT", tmp_path / "network.js")
    with pytest.raises(GraphError, match="could not be bundled when medtechkg was installed"):
        export.write(graph, Network.HTML, tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def seen(
    graph: store.Store, bundled: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[browser.Page]:
    if browser.program() is None:
        pytest.skip("there is no Chromium here to open the page in")
    folder = tmp_path_factory.mktemp("page")
    path = folder / "network.html"
    export.write(graph, Network.HTML, path)
    with browser.opened(folder / "profile") as page:
        page.look(1400, 900)
        page.open(path)
        yield page


@pytest.fixture
def fresh(seen: browser.Page) -> browser.Page:
    seen.look(1400, 900)
    seen.send("Page.reload")
    seen.until(
        "document.documentElement.dataset.ready === 'true' && "
        "document.getElementById('details').hidden"
    )
    return seen


def test_it_opens_without_trouble_and_asks_for_nothing(fresh: browser.Page) -> None:
    assert fresh.problems() == []
    assert {url.partition(":")[0] for url in fresh.asked_for()} == {"file"}
    assert fresh.run("medtechkg.where(medtechkg.network.things[0]) !== undefined")


def test_all_facts_are_there(fresh: browser.Page, graph: store.Store) -> None:
    assert fresh.run("medtechkg.network.facts.length") == len(list(networks.edges(graph)))
    assert fresh.run("medtechkg.network.facts.every((fact) => fact.quotes.length > 0)")
    shown = fresh.run("document.getElementById('shown').textContent")
    assert f"{len(list(networks.nodes(graph)))} things" in shown


def test_a_click_on_a_thing_tells_its_facts(fresh: browser.Page) -> None:
    x, y = fresh.run(
        "(() => { const { things } = medtechkg.network;"
        "const thing = things.find((each) => each.label === 'Limb Laboratory');"
        "const spot = medtechkg.where(thing);"
        "const box = document.getElementById('canvas').getBoundingClientRect();"
        "return [box.x + spot.x, box.y + spot.y]; })()"
    )
    fresh.click(x, y)
    fresh.until("!document.getElementById('details').hidden")
    said = fresh.run("document.getElementById('details').innerText")
    assert "Limb Laboratory" in said
    assert "“It lies in Eastvale.”" in said
    assert "A diploma for orthotics technicians (2031-03-05" in said


def test_search_by_keyboard(fresh: browser.Page) -> None:
    fresh.press("/")
    fresh.until("document.activeElement.id === 'search'")
    fresh.write("labor")
    fresh.until("document.querySelectorAll('#found [role=option]').length > 0")
    fresh.press("ArrowDown")
    assert fresh.run("document.getElementById('search').getAttribute('aria-activedescendant')")
    fresh.press("Enter")
    fresh.until("document.querySelector('#details h2')?.textContent === 'Limb Laboratory'")
    fresh.press("Escape")
    fresh.run("document.activeElement.blur()")
    fresh.press("Escape")
    fresh.until("document.getElementById('details').hidden")


def test_filters_take_away(fresh: browser.Page) -> None:
    total = fresh.run("medtechkg.shown.facts.size")
    fresh.run("document.querySelector('#classes input').click()")
    fewer = fresh.run("medtechkg.shown.facts.size")
    assert fewer < total
    fresh.run("document.querySelector('#classes input').click()")
    assert fresh.run("medtechkg.shown.facts.size") == total
    fresh.run("document.querySelectorAll('#predicates button')[1].click()")
    assert fresh.run("medtechkg.shown.facts.size") == 0
    fresh.run("document.querySelectorAll('#predicates button')[0].click()")
    fresh.run("document.querySelector('#dates .check input').click()")
    dated = fresh.run("medtechkg.network.facts.filter((f) => f.start || f.end).length")
    assert fresh.run("medtechkg.shown.facts.size") == dated > 0


def test_the_table_has_the_same_facts(fresh: browser.Page) -> None:
    fresh.run("document.getElementById('show-table').click()")
    facts = fresh.run("medtechkg.shown.facts.size")
    assert fresh.run("document.querySelectorAll('#facts tbody tr').length") == min(facts, 200)
    first = "document.querySelector('#facts tbody .thing')"
    name = fresh.run(f"{first}.textContent")
    fresh.run(f"{first}.click()")
    fresh.until(f"document.querySelector('#details h2').textContent === {json.dumps(name)}")


def test_words_of_documents_are_never_markup(
    graph: store.Store, bundled: None, seen: browser.Page, tmp_path: Path
) -> None:
    path = tmp_path / "odd.html"
    path.write_text(written(graph, picture()), encoding="utf-8")
    seen.events.clear()
    seen.open(path)
    seen.run("medtechkg.choose(medtechkg.network.things.find((t) => t.cls === 'skill'))")
    seen.run("document.getElementById('show-table').click()")
    assert "</script><b onclick" in seen.run("document.querySelector('#details h2').textContent")
    assert seen.run("document.querySelectorAll('b[onclick], main script').length") == 0
    assert seen.problems() == []


def test_it_prints(fresh: browser.Page) -> None:
    assert fresh.paper().startswith(b"%PDF-")
