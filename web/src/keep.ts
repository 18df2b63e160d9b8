// The picture as a file, with its caption and the sources that its ties rest on: SVG, and PNG by way of a canvas.

import type cytoscape from "cytoscape";
import type { Graph } from "./graph";
import type { Market, Source, Tie } from "./data";
import { counted } from "./dom";
import { kindsOf, type Selection } from "./select";
import type { State } from "./state";
import { type Theme, channelColour } from "./theme";

export interface Caption {
  title: string;
  /** What the colours mean. */
  keys: { title: string; colour: string }[];
  lines: string[];
}

const MOST_SOURCES = 40;
const FOOT = 11;
const LEADING = 15.5;
const MARGIN = 24;
const SCALE = 2;
const CHARACTER = 6.4;
const KEY = 34;

/** What the picture says of itself: what is shown of what, as of when, and which documents tell it. */
export async function captionOf(market: Market, state: State, selection: Selection, theme: Theme): Promise<Caption> {
  const ties = selection.passing;
  const who = state.centres.flatMap((id) => market.entity(id)?.name ?? []);
  const shown = selection.lines.filter((line) => line.status).flatMap((line) => line.ties);
  const sources = await sourcesOf(market, shown);
  const head = [
    `${counted(shown.length, "tie", "ties")}${who.length ? ` of ${who.join(", ")}` : ""}${selection.left ? `, of ${ties.length} that pass the filters` : ""}; ${state.on ? `as told of by ${state.on}` : "all that is known"}. Revision ${market.core.revision}.`,
    `Filters: ${filterWords(market, state)}.`,
    "An arrow leads from subject to object. Colour: channel. Dashes: planned or alleged. Grey with a bar: ended. Width: number of origins. An arrow says what a document says, not that it is so.",
  ];
  const listed = sources.slice(0, MOST_SOURCES).map((source, place) => {
    const facts = [source.publisher, source.title, source.published, source.url].filter(Boolean).join(", ");
    return `[${place + 1}] ${facts}`;
  });
  const more = sources.length > MOST_SOURCES ? [`and ${sources.length - MOST_SOURCES} more`] : [];
  return { title: market.core.title, keys: keysOf(market, shown, theme), lines: [...head, "Sources:", ...listed, ...more] };
}

function keysOf(market: Market, ties: Tie[], theme: Theme): Caption["keys"] {
  const there = new Set(ties.map((tie) => tie.relation.channel));
  const last = market.core.channels.length - 1;
  return market.core.channels.flatMap((title, place) => (there.has(place) ? [{ title, colour: channelColour(theme, place, last) }] : []));
}

/** Where each key stands, in rows of a width. */
function laidOut(keys: Caption["keys"], width: number): { title: string; colour: string; x: number; row: number }[] {
  let [x, row] = [0, 0];
  return keys.map((key) => {
    const needed = KEY + key.title.length * CHARACTER + 14;
    if (x && x + needed > width) [x, row] = [0, row + 1];
    const at = { ...key, x, row };
    x += needed;
    return at;
  });
}

function filterWords(market: Market, state: State): string {
  const words = [
    state.statuses && `status ${state.statuses.join(", ")}`,
    state.relations && `relation ${state.relations.join(", ").replaceAll("_", " ")}`,
    state.channels && `channel ${state.channels.map((place) => market.core.channels[Number(place)] ?? place).join(", ")}`,
    state.layers && `layer ${state.layers.map((place) => market.core.layers[Number(place)] ?? "none").join(", ")}`,
    state.read && `read ${state.read.join(", ")}`,
    kindsOf(state) && `between ${(kindsOf(state) ?? []).join(", ").replaceAll("_", " ")}`,
    state.origins > 1 && `at least ${state.origins} origins`,
    state.hidden.length > 0 && `without ${state.hidden.map((id) => market.entity(id)?.name ?? id).join(", ")}`,
  ].filter(Boolean);
  return words.length ? words.join("; ") : "none";
}

async function sourcesOf(market: Market, ties: Tie[]): Promise<Source[]> {
  const claims = await Promise.all([...new Set(ties)].map((tie) => market.claims(tie)));
  const found = new Map<string, Source>();
  for (const { source } of claims.flat()) found.set(source.page, source);
  return [...found.values()].sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : a.page < b.page ? -1 : 1));
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The picture as SVG: what cytoscape shows, drawn from its geometry. */
export function asSvg(graph: Graph, theme: Theme, caption: Caption): string {
  const cy = graph.cy;
  const box = cy.elements().not(".absent").boundingBox({ includeOverlays: false, includeUnderlays: false });
  const area = { x: box.x1 - MARGIN, y: box.y1 - MARGIN, w: Math.max(box.w + 2 * MARGIN, 640), h: box.h + 2 * MARGIN };
  const [foot, height] = footOf(caption, area, theme);
  const shapes = [
    ...cy.nodes(".band").map((node) => band(node, theme)),
    ...cy.nodes(".title").map((node) => title(node, theme)),
    ...cy.nodes(".box").map((node) => houseBox(node, theme)),
    ...cy.edges().filter((edge) => !edge.hasClass("absent")).map((edge) => line(edge as cytoscape.EdgeSingular, theme)),
    ...cy.nodes(".entity").filter((node) => !node.hasClass("absent")).map((node) => entity(node as cytoscape.NodeSingular, theme)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${round(area.x)} ${round(area.y)} ${round(area.w)} ${round(height)}" width="${round(area.w)}" height="${round(height)}" font-family="${safe(theme.font)}">`,
    `<title>${safe(caption.title)}</title><desc>${safe(caption.lines.slice(0, 3).join(" "))}</desc>`,
    `<rect x="${round(area.x)}" y="${round(area.y)}" width="${round(area.w)}" height="${round(height)}" fill="${theme.paper}"/>`,
    ...shapes,
    foot,
    "</svg>\n",
  ].join("\n");
}

/** Title, keys and caption below the picture, and how high all of it is. */
function footOf(caption: Caption, area: Box, theme: Theme): [string, number] {
  const [x, y, width] = [area.x + MARGIN, area.y + area.h + 14, area.w - 2 * MARGIN];
  const keys = laidOut(caption.keys, width);
  const lines = caption.lines.flatMap((text) => wrapped(text, Math.floor(width / CHARACTER)));
  const begin = y + 24 + ((keys.at(-1)?.row ?? -1) + 1) * LEADING + 6;
  const samples = keys.map((key) => {
    const top = y + 24 + key.row * LEADING;
    return `<path d="M${round(x + key.x)},${round(top - 4)} h24" stroke="${key.colour}" stroke-width="3"/><text x="${round(x + key.x + KEY)}" y="${round(top)}" font-size="${FOOT}" fill="${theme.ink}">${safe(key.title)}</text>`;
  });
  const rows = lines.map((text, place) => `<text x="${round(x)}" y="${round(begin + place * LEADING)}" font-size="${FOOT}" fill="${theme.quiet}">${safe(text)}</text>`);
  const head = `<text x="${round(x)}" y="${round(y)}" font-size="16" font-weight="600" fill="${theme.ink}">${safe(caption.title)}</text>`;
  return [[head, ...samples, ...rows].join("\n"), begin + lines.length * LEADING + MARGIN - area.y];
}

function band(node: cytoscape.NodeSingular, theme: Theme): string {
  const { x, y } = node.position();
  const [w, h] = [node.data("w") as number, node.data("h") as number];
  return `<rect x="${round(x - w / 2)}" y="${round(y - h / 2)}" width="${round(w)}" height="${round(h)}" fill="${theme.rule}" fill-opacity=".3"/>`;
}

function title(node: cytoscape.NodeSingular, theme: Theme): string {
  const { x, y } = node.position();
  return `<text x="${round(x)}" y="${round(y + 4)}" font-size="15" font-style="italic" fill="${theme.quiet}">${safe(String(node.data("label")))}</text>`;
}

function houseBox(node: cytoscape.NodeSingular, theme: Theme): string {
  const { x1, y1, w, h } = node.boundingBox({ includeLabels: false, includeOverlays: false, includeUnderlays: false });
  return `<rect x="${round(x1)}" y="${round(y1)}" width="${round(w)}" height="${round(h)}" rx="8" fill="${theme.raised}" fill-opacity=".75" stroke="${theme.quiet}" stroke-width="1.2"/><text x="${round(x1 + w / 2)}" y="${round(y1 - 4)}" text-anchor="middle" font-size="13" fill="${theme.quiet}">${safe(String(node.data("label")))}</text>`;
}

function entity(node: cytoscape.NodeSingular, theme: Theme): string {
  const { x, y } = node.position();
  const r = (node.data("w") as number) / 2;
  const small = node.hasClass("small");
  const ink = `fill="${small ? theme.paper : theme.node}" stroke="${small ? theme.node : theme.paper}" stroke-width="${small ? 2 : 1.5}"`;
  const shape = node.hasClass("square")
    ? `<rect x="${round(x - r)}" y="${round(y - r)}" width="${round(2 * r)}" height="${round(2 * r)}" ${ink}/>`
    : node.hasClass("diamond")
      ? `<path d="M${round(x)},${round(y - r)} L${round(x + r)},${round(y)} L${round(x)},${round(y + r)} L${round(x - r)},${round(y)} Z" ${ink}/>`
      : `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" ${ink}/>`;
  const label = String(node.data("label")).split("\n").map((text, place) => `<tspan x="${round(x)}" dy="${place ? 17 : 0}">${safe(text)}</tspan>`).join("");
  return `${shape}<text x="${round(x)}" y="${round(y + r + 16)}" text-anchor="middle" font-size="15" fill="${theme.ink}" stroke="${theme.paper}" stroke-width="3" paint-order="stroke">${label}</text>`;
}

function line(edge: cytoscape.EdgeSingular, theme: Theme): string {
  const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
  const bend = edge.controlPoints()?.[0] ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const [colour, width, dash] = [String(edge.data("colour")), edge.data("w") as number, edge.data("dash") as number[]];
  const dashed = edge.hasClass("dashed") ? ` stroke-dasharray="${dash.join(" ")}"` : "";
  const middle = { x: (from.x + 2 * bend.x + to.x) / 4, y: (from.y + 2 * bend.y + to.y) / 4 };
  const across = unit({ x: to.x - from.x, y: to.y - from.y });
  const bar = (at: { x: number; y: number }, way: { x: number; y: number }): string =>
    `<path d="M${round(at.x - way.y * 7)},${round(at.y + way.x * 7)} L${round(at.x + way.y * 7)},${round(at.y - way.x * 7)}" stroke="${colour}" stroke-width="2.4"/>`;
  const along = unit({ x: to.x - bend.x, y: to.y - bend.y });
  const head = edge.hasClass("none") ? "" : edge.hasClass("stop") ? bar(to, along) : arrow(to, along, 6 + width, colour);
  const name = edge.hasClass("labelled") || edge.hasClass("chosen") ? label(String(edge.data("label")), middle, across, theme) : "";
  return `<path d="M${round(from.x)},${round(from.y)} Q${round(bend.x)},${round(bend.y)} ${round(to.x)},${round(to.y)}" fill="none" stroke="${colour}" stroke-width="${round(width)}" stroke-opacity="${edge.data("opacity") as number}"${dashed}/>${head}${edge.hasClass("barred") ? bar(middle, across) : ""}${name}`;
}

function label(text: string, at: { x: number; y: number }, way: { x: number; y: number }, theme: Theme): string {
  const turned = (Math.atan2(way.y, way.x) * 180) / Math.PI;
  const angle = turned > 90 ? turned - 180 : turned < -90 ? turned + 180 : turned;
  return `<text transform="translate(${round(at.x)} ${round(at.y + 3)}) rotate(${round(angle)})" text-anchor="middle" font-size="12.5" fill="${theme.ink}" stroke="${theme.paper}" stroke-width="3" paint-order="stroke">${safe(text)}</text>`;
}

function arrow(tip: { x: number; y: number }, way: { x: number; y: number }, size: number, colour: string): string {
  const back = { x: tip.x - way.x * size, y: tip.y - way.y * size };
  const half = size * 0.45;
  return `<path d="M${round(tip.x)},${round(tip.y)} L${round(back.x - way.y * half)},${round(back.y + way.x * half)} L${round(back.x + way.y * half)},${round(back.y - way.x * half)} Z" fill="${colour}"/>`;
}

function unit({ x, y }: { x: number; y: number }): { x: number; y: number } {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

function wrapped(text: string, longest: number): string[] {
  const lines = [""];
  for (const word of text.split(/\s+/).flatMap((one) => one.match(new RegExp(`.{1,${longest}}`, "gu")) ?? [])) {
    const last = lines.length - 1;
    const line = lines[last] ?? "";
    if (line && line.length + word.length + 1 > longest) lines.push(word);
    else lines[last] = line ? `${line} ${word}` : word;
  }
  return lines;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text as XML, without what XML cannot hold. */
function safe(text: string): string {
  const held = text.replace(/[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
  return held.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The picture as PNG, at twice its size. */
export async function asPng(graph: Graph, theme: Theme, caption: Caption): Promise<Blob> {
  const drawn = (await graph.cy.png({ output: "blob-promise", full: true, scale: SCALE, bg: theme.paper, maxWidth: 6000, maxHeight: 6000 })) as Blob;
  const picture = await createImageBitmap(drawn);
  const [width, below] = [Math.max(picture.width / SCALE, 640), picture.height / SCALE + MARGIN + 30];
  const keys = laidOut(caption.keys, width);
  const lines = caption.lines.flatMap((text) => wrapped(text, Math.floor(width / CHARACTER)));
  const begin = below + 24 + ((keys.at(-1)?.row ?? -1) + 1) * LEADING + 6;
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * MARGIN) * SCALE;
  canvas.height = (begin + lines.length * LEADING + MARGIN) * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, MARGIN * SCALE, MARGIN * SCALE);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.ink;
  pen.font = `600 16px ${theme.font}`;
  pen.fillText(caption.title, MARGIN, below);
  pen.font = `${FOOT}px ${theme.font}`;
  for (const { title, colour, x, row } of keys) {
    const top = below + 24 + row * LEADING;
    pen.fillStyle = colour;
    pen.fillRect(MARGIN + x, top - 5.5, 24, 3);
    pen.fillStyle = theme.ink;
    pen.fillText(title, MARGIN + x + KEY, top);
  }
  pen.fillStyle = theme.quiet;
  lines.forEach((text, place) => pen.fillText(text, MARGIN, begin + place * LEADING));
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}

/** Hand a file to the browser's downloads. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
