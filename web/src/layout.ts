// Where everything stands: bands from public bodies down to people, start-ups in the layers of the value chain, houses
// as boxes. The same selection always gives the same picture. Within its band everything moves towards the middle of its
// neighbours (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981), so that few arrows cross.

import type { Entity, Market } from "./data";
import type { Selection } from "./select";

export interface Place {
  x: number;
  y: number;
}

export interface Band extends Place {
  title: string;
  width: number;
  height: number;
}

export interface Layout {
  places: Map<string, Place>;
  bands: Band[];
  width: number;
  height: number;
}

interface Item {
  members: string[];
  columns: number;
  width: number;
  height: number;
  x: number;
}

interface Group {
  title: string;
  items: Item[];
}

/** Groups side by side: each with its left edge, its width and its rows. */
type Strip = { title: string; left: number; width: number; rows: Item[][] }[];

const CELL = { width: 126, height: 72 };
const PAD = { x: 14, top: 24, between: 8 };
const STRIP_GAP = 8;
/** As wide as a letter of a band's title. */
const LETTER = 8;
const ROUNDS = 8;
const WIDTHS = [420, 560, 700, 850, 1000, 1150, 1300, 1450, 1600, 1800, 2000, 2300, 2600, 3000];

/** The places of a selection; `aspect` is the width of the room for it by its height. */
export function layOut(market: Market, selection: Selection, aspect: number): Layout {
  const near = neighbours(selection);
  const tried = WIDTHS.map((width) => arranged(grouped(market, selection), near, width));
  const room = (one: Layout): number => Math.min(aspect / one.width, 1 / one.height);
  return tried.reduce((best, next) => (room(next) > room(best) * 1.02 ? next : best));
}

function arranged(groups: Group[], near: Map<string, string[]>, width: number): Layout {
  const homes = new Map<string, Item>();
  for (const { items } of groups) for (const item of items) for (const id of item.members) homes.set(id, item);
  let strips = inStrips(groups, width);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { items } of groups) {
      const pull = new Map(items.map((item) => [item, middle(item, near, homes)]));
      items.sort((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0) || compare(a.members[0], b.members[0]));
    }
    strips = inStrips(groups, width);
  }
  return place(strips);
}

function compare(a: string | undefined, b: string | undefined): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

/** The groups that have somebody in them, with a house or a single entity as an item. */
function grouped(market: Market, selection: Selection): Group[] {
  const titles = ["Public bodies", "Large groups", ...market.core.layers, "Others", "People, outlets, laws"];
  const bands = titles.map((title) => ({ title, items: [] as Item[] }));
  const boxed = new Set([...selection.boxes.values()].flat());
  const put = (head: Entity | undefined, members: string[]): void => {
    if (head) bands[bandOf(head, market)]?.items.push(item(members));
  };
  for (const [head, members] of selection.boxes) put(market.entity(head), ordered(head, members));
  for (const id of selection.nodes) if (!boxed.has(id)) put(market.entity(id), [id]);
  for (const band of bands) band.items.sort((a, b) => compare(a.members[0], b.members[0]));
  return bands.filter((band) => band.items.length);
}

function bandOf(entity: Entity, market: Market): number {
  const layers = market.core.layers.length;
  const head = market.head(entity);
  if (entity.kind === "public_body") return 0;
  if (head.role === "large_group" || entity.role === "large_group") return 1;
  if (entity.kind === "company" || entity.kind === "product") return entity.layer >= 0 ? 2 + entity.layer : 2 + layers;
  return entity.kind === "other_org" ? 2 + layers : 3 + layers;
}

function ordered(head: string, members: string[]): string[] {
  return [...members].sort((a, b) => Number(b === head) - Number(a === head) || compare(a, b));
}

function item(members: string[]): Item {
  const columns = members.length > 4 ? Math.ceil(Math.sqrt(members.length * 1.5)) : Math.min(members.length, 2);
  const boxed = members.length > 1;
  const rows = Math.ceil(members.length / columns);
  return {
    members,
    columns,
    width: columns * CELL.width + (boxed ? 26 : 0),
    height: rows * CELL.height + (boxed ? 30 : 0),
    x: 0,
  };
}

function neighbours(selection: Selection): Map<string, string[]> {
  const near = new Map<string, string[]>();
  const add = (one: string, two: string): void => {
    const known = near.get(one);
    if (known) known.push(two);
    else near.set(one, [two]);
  };
  for (const line of selection.lines) {
    add(line.subject, line.object);
    add(line.object, line.subject);
  }
  return near;
}

function middle(item: Item, near: Map<string, string[]>, homes: Map<string, Item>): number {
  let [sum, count] = [0, 0];
  for (const id of item.members) {
    for (const other of near.get(id) ?? []) {
      const there = homes.get(other);
      if (there && there !== item) {
        sum += there.x;
        count += 1;
      }
    }
  }
  return count ? sum / count : item.x;
}

/** Groups one below the other, and small ones side by side as far as they fit into `width`. */
function inStrips(groups: Group[], width: number): Strip[] {
  const strips: Strip[] = [];
  let room = 0;
  for (const { title, items } of groups) {
    const natural = items.reduce((sum, one) => sum + one.width, 0);
    const number = Math.max(1, Math.ceil(natural / (width - 2 * PAD.x)));
    const widest = Math.max(...items.map((one) => one.width));
    const own = 2 * PAD.x + Math.max(widest, number > 1 ? width - 2 * PAD.x : natural, (title.split(":")[0] ?? title).length * LETTER);
    const strip = own <= room ? strips[strips.length - 1] : undefined;
    if (!strip) room = Math.max(width, own);
    const band = { title, left: Math.max(width, own) - room, width: own, rows: dealt(items, number) };
    if (strip) strip.push(band);
    else strips.push([band]);
    room -= own + STRIP_GAP;
  }
  for (const strip of strips) spread(strip, width);
  return strips;
}

/** Items in rows, dealt out in turn, so that each row keeps their order from left to right. */
function dealt(items: Item[], number: number): Item[][] {
  const rows: Item[][] = Array.from({ length: number }, () => []);
  items.forEach((one, place) => rows[place % number]?.push(one));
  return rows.filter((row) => row.length);
}

/** Share what is left of the width among the bands of a strip, and give every item its x. */
function spread(strip: Strip, width: number): void {
  const used = strip.reduce((sum, band) => sum + band.width + STRIP_GAP, -STRIP_GAP);
  const slack = Math.max(0, width - used) / strip.length;
  let left = 0;
  for (const band of strip) {
    band.left = left;
    band.width += slack;
    left += band.width + STRIP_GAP;
    band.rows.forEach((row, number) => {
      const natural = row.reduce((sum, one) => sum + one.width, 0);
      const free = (band.width - 2 * PAD.x - natural) / row.length;
      const aside = band.rows.length > 1 ? ((number % 2 ? 1 : -1) * Math.min(free, CELL.width)) / 4 : 0;
      let x = band.left + PAD.x + aside;
      for (const one of row) {
        one.x = x + (one.width + free) / 2;
        x += one.width + free;
      }
    });
  }
}

function place(strips: Strip[]): Layout {
  const places = new Map<string, Place>();
  const bands: Band[] = [];
  let [y, right] = [0, 0];
  for (const strip of strips) {
    const heights = strip.map((band) => PAD.top + band.rows.reduce((sum, row) => sum + tallest(row) + PAD.between, 0));
    const height = Math.max(...heights);
    for (const band of strip) {
      bands.push({ title: band.title, x: band.left, y, width: band.width, height });
      right = Math.max(right, band.left + band.width);
      let top = y + PAD.top;
      for (const row of band.rows) {
        for (const one of row) put(one, top + tallest(row) / 2, places);
        top += tallest(row) + PAD.between;
      }
    }
    y += height + STRIP_GAP;
  }
  return { places, bands, width: right, height: Math.max(y - STRIP_GAP, CELL.height) };
}

function tallest(row: Item[]): number {
  return Math.max(...row.map((one) => one.height));
}

function put(one: Item, y: number, places: Map<string, Place>): void {
  const rows = Math.ceil(one.members.length / one.columns);
  one.members.forEach((id, place) => {
    const [row, column] = [Math.floor(place / one.columns), place % one.columns];
    const within = Math.min(one.columns, one.members.length - row * one.columns);
    places.set(id, {
      x: one.x + (column - (within - 1) / 2) * CELL.width,
      y: y + (row - (rows - 1) / 2) * CELL.height - (one.members.length > 1 ? 2 : 14),
    });
  });
}
