// Which ties pass the filters, and which of them are drawn: never more than the eye and an old machine can take.

import { type Entity, type Market, type Tie, statusOn } from "./data";
import { MOST, type State } from "./state";

/** What is drawn as one arrow: a tie, or several alike between houses that are folded. */
export interface Line {
  id: string;
  subject: string;
  object: string;
  ties: Tie[];
  /** Undefined while nobody has told of it yet. */
  status: string | undefined;
  origins: number;
  /** Nothing that tells of it was read surely. */
  unsure: boolean;
}

export interface Selection {
  /** The ties that pass, drawn or not, the best supported first. */
  passing: Tie[];
  nodes: string[];
  lines: Line[];
  /** Members of the houses that are drawn as boxes, by their heads. */
  boxes: Map<string, string[]>;
  /** How many members a folded house stands for. */
  folds: Map<string, number>;
  /** Passing ties that the picture has no room for. */
  left: number;
}

export const ORGANISATIONS = ["company", "public_body", "other_org"];

export function usualStatuses(market: Market): string[] {
  return market.statuses.filter((status) => status !== "denied");
}

/** The kinds of entities that pass: organisations, and whatever is tied to those in the centre. */
export function kindsOf(state: State): string[] | null {
  return state.kinds ?? (state.centres.length ? null : ORGANISATIONS);
}

/** How a tie was read, as the filter calls it. */
export function readAs(unsure: boolean): string {
  return unsure ? "unsurely" : "surely";
}

export function select(market: Market, state: State): Selection {
  const centres = members(market, state.centres);
  const pass = filter(market, state, centres);
  const candidates = state.centres.length ? around(market, state, centres) : market.all();
  const held: Tie[] = [];
  for (const tie of candidates) if (pass(tie)) held.push(tie);
  if (!state.centres.length) held.sort((a, b) => Number(a.unsure) - Number(b.unsure) || b.origins.all - a.origins.all || b.claims - a.claims || a.rank - b.rank);
  return draw(market, state, held);
}

/** Those in the centre with all that belongs to them. */
export function members(market: Market, centres: string[]): Set<string> {
  const wanted = new Set(centres);
  const found = new Set(centres);
  for (const entity of market.entities.values()) {
    for (let at: Entity | undefined = entity, step = 0; at && step < 8; step++) {
      if (wanted.has(at.id) && (at === entity || entity.kind === "company" || entity.kind === "product")) {
        found.add(entity.id);
        break;
      }
      at = market.entity(at.parent);
    }
  }
  return found;
}

function* around(market: Market, state: State, centres: Set<string>): Iterable<Tie> {
  const seen = new Set<Tie>();
  const near = new Set<string>(centres);
  for (const centre of centres) {
    for (const tie of market.of(centre)) {
      near.add(tie.subject.id).add(tie.object.id);
      if (!seen.has(tie)) yield tie;
      seen.add(tie);
    }
  }
  if (!state.between) return;
  for (const one of near) {
    for (const tie of market.of(one)) {
      if (!seen.has(tie) && near.has(tie.subject.id) && near.has(tie.object.id)) yield tie;
      seen.add(tie);
    }
  }
}

/** Whether a tie passes every filter, apart from the day: what comes and goes with it keeps its place. */
function filter(market: Market, state: State, centres: Set<string>): (tie: Tie) => boolean {
  const statuses = new Set(state.statuses ?? usualStatuses(market));
  const relations = state.relations && new Set(state.relations);
  const channels = state.channels && new Set(state.channels.map(Number));
  const layers = state.layers && new Set(state.layers.map(Number));
  const kinds = kindsOf(state);
  const passing = kinds && new Set(kinds);
  const read = state.read && new Set(state.read);
  const hidden = new Set(state.hidden);
  const known = (end: Entity): boolean => !passing || passing.has(end.kind) || centres.has(end.id);
  return (tie) =>
    (!relations || relations.has(tie.relation.name)) &&
    (!channels || channels.has(tie.relation.channel)) &&
    (!read || read.has(readAs(tie.unsure))) &&
    (!layers || layers.has(tie.subject.layer) || layers.has(tie.object.layer)) &&
    tie.origins.all >= state.origins &&
    !hidden.has(tie.subject.id) &&
    !hidden.has(tie.object.id) &&
    known(tie.subject) &&
    known(tie.object) &&
    (state.on ? tie.steps.some((step) => statuses.has(step.status)) : statuses.has(statusOn(tie, "") ?? ""));
}

/** The ties in `held` that are there on the day of `state`. */
function present(market: Market, state: State, held: Tie[]): Tie[] {
  if (!state.on) return held;
  const statuses = new Set(state.statuses ?? usualStatuses(market));
  return held.filter((tie) => statuses.has(statusOn(tie, state.on) ?? ""));
}

function draw(market: Market, state: State, held: Tie[]): Selection {
  const folds = new Set(state.folded);
  const folded = (entity: Entity): boolean => folds.has("*") || folds.has(market.head(entity).id);
  const shown = (entity: Entity): string => (folded(entity) ? market.head(entity).id : entity.id);
  const most = Math.min(state.most, MOST);
  const lines = new Map<string, Line>();
  const nodes = new Set<string>(state.centres.flatMap((id) => market.entity(id) ?? []).map(shown));
  const drawn = new Set<Tie>();
  for (const tie of held) {
    const [subject, object] = [shown(tie.subject), shown(tie.object)];
    if (subject === object) continue;
    const merged = folded(tie.subject) || folded(tie.object);
    const key = merged ? `${subject}|${tie.relation.name}|${object}` : tie.id;
    const line = lines.get(key);
    const more = line ? 0 : 1 + (nodes.has(subject) ? 0 : 1) + (nodes.has(object) ? 0 : 1);
    if (lines.size + nodes.size + more > most) continue;
    if (line) line.ties.push(tie);
    else lines.set(key, { id: tie.id, subject, object, ties: [tie], status: undefined, origins: 0, unsure: false });
    if (line) line.id = key;
    nodes.add(subject).add(object);
    drawn.add(tie);
  }
  for (const line of lines.values()) settle(line, market, state);
  const passing = present(market, state, held);
  return {
    passing,
    nodes: [...nodes],
    lines: [...lines.values()],
    boxes: houses(market, nodes, folds),
    folds: tally(market, held, folds),
    left: passing.filter((tie) => !drawn.has(tie) && shown(tie.subject) !== shown(tie.object)).length,
  };
}

/** Give a line the status and support of its best supported tie that is there on the day. */
function settle(line: Line, market: Market, state: State): void {
  const there = present(market, state, line.ties);
  line.status = there[0] && statusOn(there[0], state.on);
  line.unsure = there.every((tie) => tie.unsure);
  line.origins = Math.max(0, ...there.map((tie) => tie.origins.all));
}

function houses(market: Market, nodes: Set<string>, folds: Set<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const id of nodes) {
    const entity = market.entity(id);
    if (!entity) continue;
    const head = market.head(entity).id;
    if (!folds.has("*") && !folds.has(head)) found.set(head, [...(found.get(head) ?? []), id]);
  }
  for (const [head, within] of found) if (within.length < 2) found.delete(head);
  return found;
}

function tally(market: Market, held: Tie[], folds: Set<string>): Map<string, number> {
  const found = new Map<string, Set<string>>();
  for (const end of held.flatMap((tie) => [tie.subject, tie.object])) {
    const head = market.head(end);
    if (end.id !== head.id && (folds.has("*") || folds.has(head.id))) {
      found.set(head.id, (found.get(head.id) ?? new Set<string>()).add(end.id));
    }
  }
  return new Map([...found].map(([head, within]) => [head, within.size]));
}
