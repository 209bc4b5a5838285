// Find a thing by part of its name: a combobox as WAI-ARIA describes it, for mouse and keyboard.
import { $, el, fill } from "./dom.js";

const MOST = 12;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Things whose name has all the words; those that begin with them, and the best connected, first. */
export function matching(things, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return things
    .map((thing) => ({ thing, name: plain(thing.label) }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .sort((one, other) =>
      other.name.startsWith(words[0]) - one.name.startsWith(words[0]) ||
      other.thing.facts.length - one.thing.facts.length || one.thing.index - other.thing.index)
    .map(({ thing }) => thing);
}

export function search(network, choose) {
  const input = $("search");
  const list = $("found");
  let found = [];
  let at = -1;

  function show() {
    const every = matching(network.things, input.value);
    found = every.slice(0, MOST);
    at = -1;
    fill(list, found.map((thing, index) => el("li", {
      role: "option", id: `option-${index}`, "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); take(thing); },
    }, el("span", { className: `swatch f${thing.family}` }), el("span", { className: "name", textContent: thing.label }),
    el("span", { className: "soft", textContent: thing.cls }))),
    every.length > MOST && el("li", { className: "soft", role: "presentation", textContent: `… and ${every.length - MOST} more` }),
    input.value.trim() && !every.length && el("li", { className: "soft", role: "presentation", textContent: "nothing has this name" }));
    open(Boolean(input.value.trim()));
  }

  function open(wanted) {
    list.hidden = !wanted;
    input.setAttribute("aria-expanded", String(wanted));
    if (!wanted) input.removeAttribute("aria-activedescendant");
  }

  function move(step) {
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", `option-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function take(thing) {
    input.value = thing.label;
    open(false);
    choose(thing);
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value && input.select());
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") { input.value = ""; open(false); }
    else if (event.key === "Enter" && found.length && !list.hidden) take(found[Math.max(at, 0)]);
    else return;
    event.preventDefault();
  });
}
