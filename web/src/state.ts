// What the explorer shows, as a value: it is written into the address, so that every view can be linked and gone back to.

export interface State {
  /** Whose ties are shown; nobody's in particular if empty. */
  centres: string[];
  hidden: string[];
  /** Heads of houses that are drawn as one; "*" folds all. */
  folded: string[];
  /** What passes; null is the usual. */
  relations: string[] | null;
  statuses: string[] | null;
  channels: string[] | null;
  layers: string[] | null;
  kinds: string[] | null;
  /** "surely", "unsurely". */
  read: string[] | null;
  origins: number;
  /** The day as of which ties are shown; "" for all that is known. */
  on: string;
  /** Also the ties between those around the centres. */
  between: boolean;
  /** Relations written on the arrows. */
  labels: boolean;
  /** How many elements are drawn at most. */
  most: number;
  /** "tie:…" or "who:…". */
  chosen: string;
  /** The place of the claim that is shown of the chosen tie. */
  claim: number;
  moved: Record<string, [number, number]>;
  view: View;
  sort: string;
}

export type View = "both" | "picture" | "table";

export const MOST = 500;
export const USUAL: State = {
  centres: [],
  hidden: [],
  folded: [],
  relations: null,
  statuses: null,
  channels: null,
  layers: null,
  kinds: null,
  read: null,
  origins: 1,
  on: "",
  between: false,
  labels: false,
  most: 120,
  chosen: "",
  claim: 0,
  moved: {},
  view: "both",
  sort: "",
};

type Lists = "centres" | "hidden" | "folded";
type Filters = "relations" | "statuses" | "channels" | "layers" | "kinds" | "read";

const LISTS: [Lists, string][] = [
  ["centres", "of"],
  ["hidden", "hide"],
  ["folded", "fold"],
];
export const FILTERS: [Filters, string][] = [
  ["relations", "relation"],
  ["statuses", "status"],
  ["channels", "channel"],
  ["layers", "layer"],
  ["kinds", "kind"],
  ["read", "read"],
];

/** `state` as the part of an address after "#"; what is usual is left out. */
export function encode(state: State): string {
  const parts: string[] = [];
  const put = (key: string, values: (string | number)[]): void => {
    parts.push(`${key}=${values.map((value) => encodeURIComponent(value)).join(",")}`);
  };
  for (const [field, key] of LISTS) if (state[field].length) put(key, state[field]);
  for (const [field, key] of FILTERS) {
    const values = state[field];
    if (values) put(key, values);
  }
  if (state.origins !== USUAL.origins) put("origins", [state.origins]);
  if (state.on) put("on", [state.on]);
  if (state.between) put("between", [1]);
  if (state.labels) put("labels", [1]);
  if (state.most !== USUAL.most) put("most", [state.most]);
  if (state.chosen) put("chosen", [state.chosen]);
  if (state.claim) put("claim", [state.claim]);
  const moved = Object.entries(state.moved);
  if (moved.length) put("at", moved.flatMap(([id, [x, y]]) => [id, Math.round(x), Math.round(y)]));
  if (state.view !== USUAL.view) put("view", [state.view]);
  if (state.sort) put("sort", [state.sort]);
  return parts.join("&");
}

/** The state that an address tells; what it tells wrongly is left as usual. */
export function decode(hash: string): State {
  const told = new Map<string, string[]>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) told.set(part.slice(0, at), part.slice(at + 1).split(",").filter(Boolean).map(plain));
  }
  const state: State = { ...USUAL, moved: {} };
  for (const [field, key] of LISTS) state[field] = told.get(key) ?? [];
  for (const [field, key] of FILTERS) state[field] = told.get(key) ?? null;
  state.origins = whole(told.get("origins"), 1, 99, USUAL.origins);
  state.on = /^\d{4}-\d{2}-\d{2}$/.test(told.get("on")?.[0] ?? "") ? (told.get("on")?.[0] ?? "") : "";
  state.between = told.has("between");
  state.labels = told.has("labels");
  state.most = whole(told.get("most"), 20, MOST, USUAL.most);
  state.chosen = told.get("chosen")?.[0] ?? "";
  state.claim = whole(told.get("claim"), 0, 100000, 0);
  const moved = told.get("at") ?? [];
  for (let place = 0; place + 2 < moved.length; place += 3) {
    const [x, y] = [Number(moved[place + 1]), Number(moved[place + 2])];
    if (Number.isFinite(x) && Number.isFinite(y)) state.moved[moved[place] ?? ""] = [x, y];
  }
  const view = told.get("view")?.[0];
  if (view === "picture" || view === "table") state.view = view;
  state.sort = told.get("sort")?.[0] ?? "";
  return state;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function whole(told: string[] | undefined, least: number, most: number, usual: number): number {
  const value = Number.parseInt(told?.[0] ?? "", 10);
  return Number.isFinite(value) ? Math.min(Math.max(value, least), most) : usual;
}
