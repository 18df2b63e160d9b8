// How a line and a node look: one description for the screen, the SVG and the legend.

import type { Entity, Market } from "./data";
import type { Line } from "./select";
import { type Theme, channelColour } from "./theme";

export interface LineLook {
  colour: string;
  width: number;
  dash: number[];
  /** Paler where nothing was read surely. */
  opacity: number;
  /** A bar across its middle: it has ended. */
  barred: boolean;
  head: "arrow" | "none" | "stop";
  label: string;
}

export type Shape = "square" | "diamond" | "disc" | "small";

export const PALE = 0.4;
const LONGEST = 15;

export function lineLook(line: Line, market: Market, theme: Theme): LineLook {
  const relation = line.ties[0]?.relation;
  const channel = relation?.channel ?? 0;
  const status = line.status ?? "asserted";
  const gone = status === "ended" || status === "denied";
  return {
    colour: gone ? theme.gone : channelColour(theme, channel, market.core.channels.length - 1),
    width: 1.2 + 0.75 * (Math.min(Math.max(line.origins, 1), 7) - 1),
    dash: dashOf(status),
    opacity: line.unsure ? PALE : 0.85,
    barred: status === "ended",
    head: status === "denied" ? "stop" : relation?.symmetric ? "none" : "arrow",
    label: (relation?.label ?? "") + (line.ties.length > 1 ? ` ×${line.ties.length}` : ""),
  };
}

export function dashOf(status: string): number[] {
  return { planned: [9, 5], alleged: [2, 5], denied: [2, 3] }[status] ?? [];
}

export function shapeOf(entity: Entity): Shape {
  if (entity.role === "large_group") return "square";
  if (entity.kind === "public_body") return "diamond";
  return entity.kind === "company" || entity.kind === "other_org" ? "disc" : "small";
}

export function sizeOf(entity: Entity): number {
  return shapeOf(entity) === "small" ? 12 : Math.min(15 + 1.8 * Math.sqrt(entity.ties), 34);
}

/** A name in up to three lines. */
export function labelOf(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < LONGEST) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.length > LONGEST + 3 ? `${word.slice(0, LONGEST + 2)}…` : word);
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]}…`] : lines;
}

export function roleWords(entity: Entity, market: Market): string {
  const words = [entity.role || entity.kind, entity.layer >= 0 ? market.core.layers[entity.layer] : ""];
  return words.filter(Boolean).join(", ").replace("start_up", "start-up").replaceAll("_", " ");
}
