// The network drawn once on a plain canvas: for paper, and where there is no WebGL.
import { labels, write } from "./labels.js";

/** Draw what is shown, as large as the canvas, with the names of the best connected things. */
export function still(canvas, network, shown, theme) {
  const things = network.things.filter((thing) => shown.things.has(thing));
  const paint = canvas.getContext("2d");
  paint.fillStyle = theme.paper;
  paint.fillRect(0, 0, canvas.width, canvas.height);
  if (!things.length) return;
  const place = fit(things, canvas);
  paint.strokeStyle = theme.edge;
  for (const key of shown.links) {
    const [one, other] = network.links.get(key).ends.map(place);
    paint.beginPath();
    paint.moveTo(one.x, one.y);
    paint.lineTo(other.x, other.y);
    paint.stroke();
  }
  for (const thing of things) {
    const { x, y, scale } = place(thing);
    paint.fillStyle = theme.families[thing.family];
    paint.beginPath();
    paint.arc(x, y, Math.max(thing.size * scale, 1.5), 0, 2 * Math.PI);
    paint.fill();
  }
  names(paint, things, place, theme);
}

function fit(things, canvas) {
  const [left, top, right, bottom] = things.reduce(
    ([a, b, c, d], { x, y }) => [Math.min(a, x), Math.min(b, y), Math.max(c, x), Math.max(d, y)],
    [Infinity, Infinity, -Infinity, -Infinity]);
  const scale = Math.min((canvas.width - 160) / (right - left || 1), (canvas.height - 60) / (bottom - top || 1), 4);
  return ({ x, y }) => ({
    x: canvas.width / 2 + (x - (left + right) / 2) * scale,
    y: canvas.height / 2 + (y - (top + bottom) / 2) * scale, scale,
  });
}

function names(paint, things, place, theme) {
  const font = "22px system-ui, sans-serif";
  paint.font = font;
  const spots = [...things]
    .sort((one, other) => other.facts.length - one.facts.length || one.index - other.index)
    .map((thing) => { const { x, y, scale } = place(thing); return { text: thing.label, x, y, size: thing.size * scale }; });
  const found = labels(paint, spots, { height: 26, most: 150, inside: paint.canvas.width, held: spots });
  write(paint, found, { font, ink: theme.ink, paper: theme.paper, rim: 5 });
}
