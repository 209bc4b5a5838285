// Which things and facts are shown: by class, by property, by date.
import { $, count, el, fill } from "./dom.js";

/** Build the filters; `changed` is called after each change. */
export function filters(network, changed) {
  const hiddenClasses = new Set();
  const hiddenPredicates = new Set();
  const years = range(network.facts);
  const dates = { from: years?.[0], to: years?.[1], undated: true };
  const shown = { things: new Set(), facts: new Set(), links: new Set() };

  function update() {
    shown.things.clear();
    shown.facts.clear();
    shown.links.clear();
    for (const fact of network.facts) {
      if (hiddenClasses.has(fact.source.cls) || hiddenClasses.has(fact.target.cls)) continue;
      if (hiddenPredicates.has(fact.predicate) || !within(fact, dates, years)) continue;
      shown.facts.add(fact);
      shown.things.add(fact.source).add(fact.target);
    }
    for (const link of network.links.values()) {
      if (link.facts.some((fact) => shown.facts.has(fact))) shown.links.add(link.key);
    }
    $("shown").textContent =
      `${count(shown.things.size, "thing")} and ${count(shown.facts.size, "fact")} shown`;
    changed(shown);
  }

  fill($("classes"), families(network, hiddenClasses, update));
  fill($("predicates"), predicates(network, hiddenPredicates, update));
  fill($("dates"), years ? dated(dates, years, network, update) : el("p", { className: "soft" }, "No fact has a date."));
  update();
  return shown;
}

function range(facts) {
  const found = facts.flatMap((fact) => [fact.start, fact.end]).filter(Boolean)
    .map((day) => Number(day.slice(0, 4)));
  return found.length ? [found.reduce((a, b) => Math.min(a, b)), found.reduce((a, b) => Math.max(a, b))] : null;
}

function within(fact, dates, years) {
  if (!years) return true;
  if (!fact.start && !fact.end) return dates.undated;
  const first = fact.start ? Number(fact.start.slice(0, 4)) : -Infinity;
  const last = fact.end ? Number(fact.end.slice(0, 4)) : Infinity;
  return first <= dates.to && last >= dates.from;
}

/** One switch; `set` has what is switched off. */
function check(label, number, keys, set, update, swatch) {
  const input = el("input", {
    type: "checkbox", checked: keys.every((key) => !set.has(key)),
    onchange: (event) => {
      keys.forEach((key) => (event.target.checked ? set.delete(key) : set.add(key)));
      event.target.dispatchEvent(new CustomEvent("switched", { bubbles: true }));
      update();
    },
  });
  const name = el("span", { className: "name", textContent: label });
  return el("label", { className: "check" }, input, swatch, name,
    el("span", { className: "number", textContent: number.toLocaleString("en") }));
}

/** The legend, which is the switches of the classes at once. */
function families(network, hidden, update) {
  const numbers = new Map();
  network.things.forEach((thing) => numbers.set(thing.cls, (numbers.get(thing.cls) ?? 0) + 1));
  return network.families.map((family, index) => {
    const classes = network.classes.filter((cls) => cls.family === index).map((cls) => cls.name);
    if (!classes.length) return null;
    const total = classes.reduce((sum, cls) => sum + numbers.get(cls), 0);
    const swatch = () => el("span", { className: `swatch f${index}` });
    if (classes.length < 2) {
      const only = check(family.name, total, classes, hidden, update, swatch());
      only.title = classes.join(", ");
      return only;
    }
    const whole = check(family.name, total, classes, hidden, update, swatch());
    const parts = classes.map((cls) => check(cls, numbers.get(cls), [cls], hidden, update));
    const inputs = parts.map((part) => part.querySelector("input"));
    const main = whole.querySelector("input");
    main.addEventListener("switched", () => inputs.forEach((input) => (input.checked = main.checked)));
    inputs.forEach((input) => input.addEventListener("switched", () => {
      const on = inputs.filter((each) => each.checked).length;
      main.checked = on === inputs.length;
      main.indeterminate = on > 0 && on < inputs.length;
    }));
    return el("details", {}, el("summary", { "aria-label": `Classes of ${family.name}` }, whole), ...parts);
  });
}

function predicates(network, hidden, update) {
  const numbers = new Map();
  network.facts.forEach((fact) => numbers.set(fact.predicate, (numbers.get(fact.predicate) ?? 0) + 1));
  const order = [...numbers.keys()].sort((one, other) => numbers.get(other) - numbers.get(one) || one - other);
  const checks = order.map((each) => check(network.predicates[each], numbers.get(each), [each], hidden, update));
  const all = (on) => {
    order.forEach((each) => (on ? hidden.delete(each) : hidden.add(each)));
    checks.forEach((each) => (each.querySelector("input").checked = on));
    update();
  };
  const buttons = el("p", { className: "buttons" },
    el("button", { type: "button", className: "plain", textContent: "all", onclick: () => all(true) }), " · ",
    el("button", { type: "button", className: "plain", textContent: "none", onclick: () => all(false) }));
  return [buttons, ...checks];
}

function dated(dates, [first, last], network, update) {
  const field = (name, key, low, high) => el("label", {}, name, el("input", {
    type: "number", min: first, max: last, value: dates[key], id: `date-${key}`,
    onchange: (event) => {
      const year = Math.round(Number(event.target.value)) || (key === "from" ? first : last);
      dates[key] = Math.min(Math.max(year, low()), high());
      event.target.value = dates[key];
      update();
    },
  }));
  const undated = network.facts.filter((fact) => !fact.start && !fact.end).length;
  const hidden = new Set();
  return [
    el("p", { className: "years" },
      field("from", "from", () => first, () => dates.to), field("to", "to", () => dates.from, () => last)),
    check("without a date", undated, ["undated"], hidden, () => {
      dates.undated = !hidden.has("undated");
      update();
    }),
  ];
}
