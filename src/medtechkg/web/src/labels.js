// Which names are written, and where: the most important first, none over another.

/**
 * Choose places for names. `spots` gives, most important first, { text, x, y, size, bold } in pixels;
 * the result has those that find room, at most `most`, with where their text begins. `held` are
 * the discs, { x, y, size }, that names should not cover; the `firm` first may, if need be.
 */
export function labels(paint, spots, { height, most, inside, held = [], firm = 24 }) {
  const taken = grid();
  const discs = grid();
  for (const { x, y, size } of held) discs.add([x - size, y - size, x + size, y + size]);
  const found = [];
  for (const [rank, spot] of spots.entries()) {
    if (found.length >= most) break;
    const wide = measured(paint, spot.text) * (spot.bold ? 1.07 : 1);
    const gap = spot.size + 4;
    const places = [
      [spot.x + gap, spot.y], [spot.x - gap - wide, spot.y],
      [spot.x - wide / 2, spot.y + gap + height / 2], [spot.x - wide / 2, spot.y - gap - height / 2],
    ];
    const box = ([x, y]) => [x - 2, y - height / 2, x + wide + 2, y + height / 2];
    const free = (place) => {
      const around = box(place);
      return around[0] > 0 && around[2] < inside && taken.free(around);
    };
    const place = places.find((each) => free(each) && discs.free(box(each)))
      ?? (rank < firm ? places.find(free) : null) ?? (spot.bold ? places[0] : null);
    if (!place) continue;
    taken.add(box(place));
    found.push({ ...spot, left: place[0], middle: place[1] });
  }
  return found;
}

/** Boxes by the cells they lie in, so that each is compared with few others. */
function grid(cell = 80) {
  const cells = new Map();
  const keys = ([left, top, right, bottom]) => {
    const found = [];
    for (let i = Math.floor(left / cell); i <= Math.floor(right / cell); i += 1) {
      for (let j = Math.floor(top / cell); j <= Math.floor(bottom / cell); j += 1) found.push(i * 65536 + j);
    }
    return found;
  };
  return {
    add(box) {
      for (const key of keys(box)) {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(box);
      }
    },
    free: (box) => keys(box).every((key) => !cells.get(key)?.some((other) => crosses(other, box))),
  };
}

const crosses = (one, other) =>
  one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

const widths = new Map();

function measured(paint, text) {
  const key = `${paint.font} ${text}`;
  if (!widths.has(key)) widths.set(key, paint.measureText(text).width);
  return widths.get(key);
}

/** Write names with a rim in the colour of the page, so that lines do not run through them. */
export function write(paint, names, { font, ink, paper, rim }) {
  paint.textAlign = "left";
  paint.textBaseline = "middle";
  paint.lineJoin = "round";
  paint.lineWidth = rim;
  for (const name of names) {
    paint.font = name.bold ? `600 ${font}` : font;
    paint.strokeStyle = paper;
    paint.strokeText(name.text, name.left, name.middle);
    paint.fillStyle = ink;
    paint.fillText(name.text, name.left, name.middle);
  }
}
