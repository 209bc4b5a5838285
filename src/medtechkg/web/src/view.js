// The network on the screen, by sigma: what is near the chosen thing stands out.
import { MultiGraph } from "graphology";
import Sigma from "sigma";
import { labels, write } from "./labels.js";

const FONT = "13px system-ui, sans-serif";
const NAMES = 140;

/** Draw the network; `onThing`, `onLink` and `onNothing` are told what is clicked. */
export function view(container, network, shown, theme, { onThing, onLink, onNothing }) {
  const graph = new MultiGraph();
  const scale = fitted(network.things, container);
  for (const thing of network.things) {
    graph.addNode(thing.index, {
      x: thing.x, y: -thing.y, label: thing.label, size: Math.min(Math.max(thing.size * scale, 2.2), 16),
    });
  }
  for (const link of network.links.values()) {
    const [one, other] = link.ends;
    graph.addEdgeWithKey(link.key, one.index, other.index, { size: 0.7 + 0.5 * Math.min(link.facts.length - 1, 4) });
  }
  let chosen = null;
  let hovered = null;
  const near = (thing, other) => thing === other || [...other.links].some((key) => thing.links.has(key));
  const lit = (thing) => (!chosen?.length || chosen.some((each) => near(each, thing)));

  const renderer = new Sigma(graph, container, {
    allowInvalidContainer: true, enableEdgeEvents: true, zIndex: true,
    minCameraRatio: 0.02, maxCameraRatio: 3, stagePadding: 40, renderLabels: false,
    defaultDrawNodeHover: (paint, data) => ring(paint, data, theme()),
    nodeReducer: (key, data) => {
      const thing = network.things[key];
      const colours = theme();
      if (!shown.things.has(thing)) return { ...data, hidden: true };
      if (!lit(thing)) return { ...data, color: colours.faint, zIndex: 0 };
      return { ...data, color: colours.families[thing.family], zIndex: 1, highlighted: chosen?.includes(thing) };
    },
    edgeReducer: (key, data) => {
      const colours = theme();
      if (!shown.links.has(key)) return { ...data, hidden: true };
      const { ends } = network.links.get(key);
      if (!chosen?.length) return { ...data, color: network.links.size > 5000 ? colours.dim : colours.edge };
      const on = chosen.length === 1 ? ends.includes(chosen[0]) : ends.every((end) => chosen.includes(end));
      return on ? { ...data, color: colours.strong, size: data.size + 0.8, zIndex: 1 } : { ...data, color: colours.dim };
    },
  });
  renderer.on("clickNode", ({ node }) => onThing(network.things[node]));
  renderer.on("clickEdge", ({ edge }) => onLink(network.links.get(edge)));
  renderer.on("clickStage", () => onNothing());
  renderer.on("enterNode", ({ node }) => { hovered = network.things[node]; container.style.cursor = "pointer"; });
  renderer.on("leaveNode", () => { hovered = null; container.style.cursor = ""; });
  renderer.on("enterEdge", () => { container.style.cursor = "pointer"; });
  renderer.on("leaveEdge", () => { container.style.cursor = ""; });
  const camera = renderer.getCamera();
  const order = [...network.things].sort((one, other) => other.facts.length - one.facts.length || one.index - other.index);
  renderer.createCanvasContext("names", { afterLayer: "labels", style: { pointerEvents: "none" } });
  renderer.resize(true);
  const paint = renderer.getCanvases().names.getContext("2d");

  /** The names of what is on the screen: of what is pointed at and chosen first. */
  function named() {
    const { width, height } = renderer.getDimensions();
    const colours = theme();
    const few = chosen?.length && chosen.every((thing) => thing.links.size < 40);
    const first = [hovered, ...(chosen ?? [])].filter(Boolean);
    const rest = order.filter((thing) => shown.things.has(thing) && lit(thing) && !first.includes(thing));
    const spots = [];
    const held = [];
    for (const thing of [...new Set(first), ...rest]) {
      const data = renderer.getNodeDisplayData(thing.index);
      const { x, y } = renderer.framedGraphToViewport(data);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const size = renderer.scaleSize(data.size);
      held.push({ x, y, size: size - 1 });
      if (size < 3 && !few && !first.includes(thing)) continue;
      spots.push({ text: thing.label, x, y, size, bold: first.includes(thing) });
    }
    paint.clearRect(0, 0, width, height);
    paint.font = FONT;
    const found = labels(paint, spots, { height: 17, most: NAMES, inside: width, held });
    write(paint, found, { font: FONT, ink: colours.ink, paper: colours.paper, rim: 3.5 });
  }
  renderer.on("afterRender", named);
  renderer.on("enterNode", named);
  renderer.on("leaveNode", named);

  renderer.refresh();

  return {
    refresh() { renderer.refresh(); },
    /** Light up things and what is near them, and bring a single one into the middle. */
    choose(things, centre) {
      chosen = things;
      renderer.refresh({ skipIndexation: true });
      if (centre && things?.length) {
        const { x, y } = renderer.getNodeDisplayData(things[0].index);
        camera.animate({ x, y, ratio: Math.min(camera.ratio, 0.45) }, { duration: 350 });
      }
    },
    zoom(step) { step ? camera.animate({ ratio: camera.ratio * step }, { duration: 200 }) : camera.animatedReset({ duration: 250 }); },
    /** Where a thing is on the screen, for tests. */
    where(thing) { return renderer.framedGraphToViewport(renderer.getNodeDisplayData(thing.index)); },
  };
}

/** How many pixels a unit of the layout is when all of it is on the screen. */
function fitted(things, container) {
  const xs = things.map((thing) => thing.x);
  const ys = things.map((thing) => thing.y);
  const across = xs.reduce((a, b) => Math.max(a, b), 1) - xs.reduce((a, b) => Math.min(a, b), 0);
  const down = ys.reduce((a, b) => Math.max(a, b), 1) - ys.reduce((a, b) => Math.min(a, b), 0);
  return Math.min((container.clientWidth || 800) / across, (container.clientHeight || 600) / down, 1.2);
}

function ring(paint, data, colours) {
  paint.beginPath();
  paint.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
  paint.lineWidth = 2;
  paint.strokeStyle = colours.accent;
  paint.stroke();
}
