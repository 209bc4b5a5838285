// The page of a network: one file, no server, nothing fetched.
import { read } from "./data.js";
import { details } from "./details.js";
import { $, el, fill } from "./dom.js";
import { filters } from "./filters.js";
import { search } from "./search.js";
import { still } from "./still.js";
import { table } from "./table.js";
import { view } from "./view.js";

const network = read($("data").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The colours of the page as it is now; on paper it is light. */
function theme(light = !dark.matches) {
  return {
    ...(light
      ? { paper: "#fdfcfa", ink: "#1c1e22", edge: "#cdc9c1", strong: "#6b6f78", dim: "#eeebe5", faint: "#e4e0d9", accent: "#1f5fae" }
      : { paper: "#16181c", ink: "#e6e4df", edge: "#454b55", strong: "#aab1bc", dim: "#22262c", faint: "#2b3037", accent: "#86b6f5" }),
    families: network.families.map((family) => (light ? family.light : family.dark)),
  };
}

document.head.append(el("style", { textContent: network.families.map((family, index) =>
  `.f${index}{background:${family.light}}@media screen and (prefers-color-scheme:dark){.f${index}{background:${family.dark}}}`).join("") }));

let picture = null;
let listed = null;
let panel = null;

function choose(thing) {
  if (!thing) { panel.close(); picture?.choose(null); return; }
  panel.thing(thing);
  picture?.choose([thing], true);
}

const shown = filters(network, () => {
  picture?.refresh();
  if (listed && !$("table").hidden) listed.draw();
});
panel = details(shown, choose);
listed = table(network, shown, choose);
search(network, choose);

try {
  picture = view($("canvas"), network, shown, () => theme(), {
    onThing: (thing) => { panel.thing(thing); picture.choose([thing], false); },
    onLink: (link) => { panel.link(link); picture.choose(link.ends, false); },
    onNothing: () => choose(null),
  });
} catch {
  const plain = el("canvas", { width: 1800, height: 1200, role: "img", "aria-label": "The network" });
  fill($("canvas"), el("p", { className: "soft notice", textContent: "This browser has no WebGL: the picture below does not move. The table has the same facts." }), plain);
  still(plain, network, shown, theme());
}

function show(name) {
  for (const each of ["network", "table"]) {
    $(each).hidden = each !== name;
    $(`show-${each}`).setAttribute("aria-pressed", String(each === name));
  }
  if (name === "table") listed.draw();
  else picture?.refresh();
}

$("show-network").addEventListener("click", () => show("network"));
$("show-table").addEventListener("click", () => show("table"));
$("nearer").addEventListener("click", () => picture?.zoom(1 / 1.6));
$("farther").addEventListener("click", () => picture?.zoom(1.6));
$("whole").addEventListener("click", () => picture?.zoom(0));
dark.addEventListener("change", () => picture?.refresh());
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("details").hidden) choose(null);
  if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName)) {
    event.preventDefault();
    $("search").focus();
  }
});
addEventListener("beforeprint", () => {
  still($("paper"), network, shown, { ...theme(true), paper: "#fff" });
  listed.print();
  document.querySelectorAll("footer details").forEach((each) => (each.open = true));
});

// For whoever wants to look closer in the console of the browser.
globalThis.medtechkg = { network, shown, choose, where: (thing) => picture?.where(thing) };
document.documentElement.dataset.ready = "true";
