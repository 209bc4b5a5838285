// The same as a table: for readers without a picture, for the keyboard, and for paper.
import { when } from "./data.js";
import { $, count, el, fill } from "./dom.js";
import { source } from "./details.js";

const STEP = 200;
/** More than a browser can print. */
const PAPER = 2000;
const COLUMNS = [
  ["From", (fact) => fact.source.label], ["Relation", (fact) => fact.verb], ["To", (fact) => fact.target.label],
  ["When", (fact) => fact.start || fact.end], ["Words", (fact) => fact.quotes[0]?.text ?? ""],
];

export function table(network, shown, choose) {
  let column = 0;
  let down = false;
  let most = STEP;

  function ordered() {
    const of = COLUMNS[column][1];
    const facts = network.facts.filter((fact) => shown.facts.has(fact));
    facts.sort((one, other) => of(one).localeCompare(of(other), "en") || one.index - other.index);
    return down ? facts.reverse() : facts;
  }

  const name = (thing) => el("td", {}, el("button", { type: "button", className: "thing", title: thing.cls, onclick: () => choose(thing) },
    el("span", { className: `swatch f${thing.family}` }), thing.label));

  const row = (fact) => el("tr", {}, name(fact.source), el("td", { textContent: fact.verb }), name(fact.target),
    el("td", { className: "when", textContent: when(fact) }),
    el("td", {}, fact.quotes.map((quote) => el("p", {}, `“${quote.text}” `, source(quote.document))),
      fact.quotes.length ? null : fact.documents.map((each) => el("p", {}, source(each)))));

  function head() {
    return el("tr", {}, COLUMNS.map(([title], index) => el("th", {
      scope: "col", "aria-sort": index === column ? (down ? "descending" : "ascending") : "none",
    }, el("button", { type: "button", textContent: title, onclick: () => {
      down = index === column && !down;
      column = index;
      draw();
    } }))));
  }

  function draw() {
    const facts = ordered();
    fill($("facts").tHead, head());
    fill($("facts").tBodies[0], facts.slice(0, most).map(row));
    const rest = facts.length - most;
    fill($("more"), rest > 0 && el("button", { type: "button", className: "more",
      textContent: `show ${Math.min(rest, STEP)} of ${count(rest, "more fact")}`,
      onclick: () => { most += STEP; draw(); } }));
  }

  /** For paper: all rows, or as many as it can take, and then it says so. */
  function print() {
    most = PAPER;
    draw();
    const facts = shown.facts.size;
    if (facts > PAPER) fill($("more"), el("p", { textContent: `The first ${count(PAPER, "fact")} of ${facts.toLocaleString("en")}; filters choose others.` }));
  }

  return { draw, print };
}
