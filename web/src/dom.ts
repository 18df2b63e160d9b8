// Making elements. Text is only ever set as text: nothing that a document says can become markup here.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** An element with attributes, listeners (`on…`) and children; what is null or false is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, String(value));
  }
  element.append(...children.flat().filter((child): child is Node | string => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A name or other words of a document: their direction of writing stays their own. */
export function bdi(text: string): HTMLElement {
  return h("bdi", {}, text);
}

export function counted(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** A status with its shape, as on the study's pages. */
export function statusMark(status: string): HTMLElement {
  return h("span", { class: `status ${status}` }, h("span", { class: "shape", "aria-hidden": "true" }), status);
}

export function button(label: string, act: () => void, more: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", ...more, onclick: act }, label);
}

/** The elements of a page with this id; pages are made by us, so one that lacks it is a mistake. */
export function need(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
