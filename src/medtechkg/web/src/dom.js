// Elements from plain values. Text is only ever set as text, so no document can bring markup along.

/** Make an element: properties, `on…` listeners, `data`/`aria-`/`role` attributes, then children. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const $ = (id) => document.getElementById(id);

export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(Boolean));
}

/** A link if the address is one a browser may follow, else its text. */
export function link(address, text) {
  return /^https?:\/\//.test(address)
    ? el("a", { href: address, textContent: text, rel: "noreferrer noopener", target: "_blank" })
    : document.createTextNode(text);
}

export const count = (number, noun) =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
