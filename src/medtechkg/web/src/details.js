// What is said of the thing, or of the two things, that were chosen: facts with their quotes.
import { when } from "./data.js";
import { $, count, el, fill, link } from "./dom.js";

const MOST = 100;

/** A fact in words, its ends as buttons, then how firmly, when and by whom, and its quotes. */
export function told(fact, choose, here) {
  const name = (thing) => thing === here
    ? el("b", { textContent: thing.label })
    : el("button", { type: "button", className: "thing", textContent: thing.label, onclick: () => choose(thing) });
  const about = [
    fact.modality !== "asserted" && fact.modality, when(fact), fact.speaker && `says ${fact.speaker}`,
  ].filter(Boolean);
  return el("li", { className: "fact" },
    el("p", { className: "said" }, name(fact.source), ` ${fact.verb} `, name(fact.target)),
    about.length ? el("p", { className: "soft", textContent: about.join(" · ") }) : null,
    fact.quotes.map(quoted),
    fact.quotes.length ? null : el("p", { className: "soft", textContent: fact.documents.map((each) => each.title).join("; ") }));
}

function quoted({ text, document }) {
  return el("blockquote", {}, el("p", { textContent: `“${text}”` }),
    el("footer", {}, source(document)));
}

/** The title of a document with its date and publisher, linked if it has an address. */
export function source(document) {
  const more = [document.issued, document.publisher].filter(Boolean).join(", ");
  return el("cite", {}, link(document.url, document.title), more ? ` (${more})` : null);
}

export function details(shown, choose) {
  const panel = $("details");

  function list(facts, here) {
    const visible = facts.filter((fact) => shown.facts.has(fact));
    const hidden = facts.length - visible.length;
    const items = visible.slice(0, MOST).map((fact) => told(fact, choose, here));
    const rest = visible.slice(MOST);
    const more = rest.length && el("button", { type: "button", className: "more", textContent: `show ${rest.length} more`,
      onclick: (event) => {
        event.target.previousElementSibling.append(...rest.map((fact) => told(fact, choose, here)));
        event.target.remove();
      } });
    return [
      el("ol", { className: "facts" }, items), more,
      hidden ? el("p", { className: "soft", textContent: `${count(hidden, "fact")} hidden by the filters` }) : null,
    ];
  }

  function open(...children) {
    fill(panel, el("button", { type: "button", className: "close", "aria-label": "Close", textContent: "×", onclick: () => choose(null) }), ...children);
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  return {
    thing(thing) {
      open(
        el("p", { className: "eyebrow" }, el("span", { className: `swatch f${thing.family}` }), thing.cls),
        el("h2", { textContent: thing.label, tabIndex: -1 }),
        el("p", { className: "soft" }, link(thing.iri, thing.iri)),
        list(thing.facts, thing));
    },
    link(both) {
      open(
        el("p", { className: "eyebrow", textContent: "Between" }),
        el("h2", { textContent: both.ends.map((end) => end.label).join(" and "), tabIndex: -1 }),
        list(both.facts, null));
    },
    close() { panel.hidden = true; },
  };
}
