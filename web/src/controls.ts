// What can be set by hand: the steps, the filters, the day.

import type { Market } from "./data";
import { button, counted, h, svg } from "./dom";
import { PALE, dashOf } from "./look";
import { kindsOf, readAs, usualStatuses } from "./select";
import { type State, USUAL } from "./state";

export interface Acts {
  go(change: Partial<State>, lasting?: boolean): void;
  undo(): void;
  redo(): void;
  fit(): void;
  zoom(by: number): void;
  picture(kind: "svg" | "png"): void;
  sheet(): void;
  link(): void;
}

const KINDS: [string, string][] = [
  ["company", "companies"],
  ["public_body", "public bodies"],
  ["other_org", "other organisations"],
  ["person", "people"],
  ["product", "products"],
  ["law", "laws"],
  ["outlet", "outlets"],
  ["deal", "deals"],
];

export class Toolbar {
  readonly element: HTMLElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly whole: HTMLButtonElement;
  private readonly fold: HTMLButtonElement;
  private readonly labels: HTMLButtonElement;
  private readonly between: HTMLButtonElement;
  private readonly views: HTMLSelectElement;

  constructor(
    private readonly state: () => State,
    acts: Acts,
  ) {
    const flip = (key: "labels" | "between") => () => acts.go({ [key]: !this.state()[key] });
    this.undo = button("↶", acts.undo, { "aria-label": "Undo", title: "Undo the last step (Ctrl+Z)" });
    this.redo = button("↷", acts.redo, { "aria-label": "Redo", title: "Do it again (Ctrl+Shift+Z)" });
    this.whole = button("Whole network", () => acts.go({ ...USUAL, view: this.state().view }));
    this.fold = button("Fold groups", () => acts.go({ folded: this.state().folded.includes("*") ? [] : ["*"] }));
    this.labels = button("Name the arrows", flip("labels"));
    this.between = button("Among neighbours", flip("between"));
    this.views = h(
      "select",
      { id: "view", onchange: () => acts.go({ view: this.views.value as State["view"] }) },
      h("option", { value: "both" }, "Picture and table"),
      h("option", { value: "picture" }, "Picture"),
      h("option", { value: "table" }, "Table"),
    );
    this.element = h(
      "div",
      { class: "toolbar", role: "group", "aria-label": "View" },
      ...[this.undo, this.redo, this.whole, this.fold, this.labels, this.between],
      h("label", { for: "view", class: "hidden" }, "Show"),
      this.views,
      saving(acts),
    );
  }

  show(state: State, canUndo: boolean, canRedo: boolean): void {
    this.undo.disabled = !canUndo;
    this.redo.disabled = !canRedo;
    this.between.disabled = !state.centres.length;
    this.fold.setAttribute("aria-pressed", String(state.folded.includes("*")));
    this.labels.setAttribute("aria-pressed", String(state.labels));
    this.between.setAttribute("aria-pressed", String(state.between));
    this.views.value = state.view;
  }
}

/** The menu of what can be kept. */
function saving(acts: Acts): HTMLElement {
  const sheet = h(
    "div",
    { class: "sheet" },
    button("Picture as SVG", () => acts.picture("svg")),
    button("Picture as PNG", () => acts.picture("png")),
    button("Table as CSV", acts.sheet),
    button("Copy the link to this view", acts.link),
  );
  return h("details", { class: "menu" }, h("summary", {}, "Save"), sheet);
}

const AMOUNTS = [60, 120, 200, 350, 500];

type Key = "relations" | "statuses" | "channels" | "layers" | "kinds" | "read";

interface Choice {
  value: string;
  label: string;
  sample?: Node;
  number: number;
}

export class Filters {
  /** What the lines of the picture mean, and which of them pass. */
  readonly legend: HTMLElement;
  readonly more: HTMLElement;
  private readonly boxes = new Map<Key, HTMLInputElement[]>();
  private readonly origins: HTMLInputElement;
  private readonly most: HTMLSelectElement;
  private readonly summary: HTMLElement;

  constructor(
    private readonly market: Market,
    private readonly state: () => State,
    private readonly acts: Acts,
  ) {
    this.origins = h("input", {
      id: "origins",
      type: "number",
      min: 1,
      max: 99,
      inputmode: "numeric",
      onchange: () => acts.go({ origins: Math.min(Math.max(Number.parseInt(this.origins.value, 10) || 1, 1), 99) }),
    });
    this.most = h(
      "select",
      { id: "most", onchange: () => acts.go({ most: Number(this.most.value) }) },
      ...AMOUNTS.map((number) => h("option", { value: number }, String(number))),
    );
    this.summary = h("summary", {});
    const doubted = this.count((tie) => tie.unsure) > 0;
    this.legend = h(
      "div",
      { class: "legend-of" },
      this.group("statuses", "Status", this.statuses()),
      this.group("channels", "Channel", this.channels()),
      doubted && this.group("read", "Read", this.read()),
    );
    this.more = h("details", { class: "filters" }, this.summary, this.grid());
  }

  private grid(): HTMLElement {
    return h(
      "div",
      { class: "filter-grid" },
      this.group("relations", "Relation", this.relations()),
      this.group("layers", "Layer of either end", this.layers()),
      this.group("kinds", "Between", this.kinds()),
      h(
        "div",
        { class: "numbers-of" },
        h("p", {}, h("label", { for: "origins" }, "Origins, at least"), this.origins),
        h("p", {}, h("label", { for: "most" }, "Elements drawn, at most"), this.most),
        button("Reset the filters", () =>
          this.acts.go({ relations: null, statuses: null, channels: null, layers: null, kinds: null, read: null, origins: 1, on: "", hidden: [] }),
        ),
      ),
    );
  }

  private count(test: (tie: import("./data").Tie) => boolean): number {
    let number = 0;
    for (const tie of this.market.all()) if (test(tie)) number += 1;
    return number;
  }

  private statuses(): Choice[] {
    return this.market.statuses.map((status) => ({
      value: status,
      label: status,
      sample: sample("chx", dashOf(status), status === "ended" || status === "denied"),
      number: this.count((tie) => tie.steps[tie.steps.length - 1]?.status === status),
    }));
  }

  private channels(): Choice[] {
    const last = this.market.core.channels.length - 1;
    return this.market.core.channels.map((label, place) => ({
      value: String(place),
      label,
      sample: sample(place === last ? "chx" : `ch${place % 6}`, [], false),
      number: this.count((tie) => tie.relation.channel === place),
    }));
  }

  private relations(): Choice[] {
    return this.market.relations.map((relation) => ({
      value: relation.name,
      label: relation.label,
      number: this.count((tie) => tie.relation === relation),
    }));
  }

  private layers(): Choice[] {
    const of = (place: number): number => this.count((tie) => tie.subject.layer === place || tie.object.layer === place);
    const titled = this.market.core.layers.map((label, place) => ({ value: String(place), label, number: of(place) }));
    return [...titled, { value: "-1", label: "no layer", number: of(-1) }];
  }

  private kinds(): Choice[] {
    return KINDS.map(([value, label]) => ({
      value,
      label,
      number: this.count((tie) => tie.subject.kind === value || tie.object.kind === value),
    }));
  }

  private read(): Choice[] {
    return [true, false].map((surely) => ({
      value: readAs(!surely),
      label: readAs(!surely),
      sample: sample("chx", [], false, !surely),
      number: this.count((tie) => tie.unsure !== surely),
    }));
  }

  private group(key: Key, title: string, choices: Choice[]): HTMLElement {
    const there = choices.filter((choice) => choice.number);
    const boxes = there.map((choice) =>
      h("input", { type: "checkbox", value: choice.value, onchange: () => this.set(key) }),
    );
    this.boxes.set(key, boxes);
    const labels = there.map((choice, place) =>
      h(
        "label",
        {},
        boxes[place],
        choice.sample ?? null,
        h("span", {}, choice.label),
        h("span", { class: "quiet" }, ` ${choice.number.toLocaleString("en")}`),
      ),
    );
    return h(
      "fieldset",
      {},
      h("legend", {}, title, button("all", () => this.acts.go({ [key]: this.every(key) }), { class: "all", "aria-label": `${title}: all` })),
      h("div", { class: "choices", tabindex: there.length > 8 ? 0 : null, role: there.length > 8 ? "group" : null, "aria-label": there.length > 8 ? title : null }, labels),
    );
  }

  private usual(key: Key): string[] | null {
    if (key === "statuses") return usualStatuses(this.market);
    return key === "kinds" ? kindsOf({ ...this.state(), kinds: null }) : null;
  }

  /** What lets everything pass: the usual where that does. */
  private every(key: Key): string[] | null {
    return this.usual(key) === null ? null : (this.boxes.get(key) ?? []).map((box) => box.value);
  }

  private set(key: Key): void {
    const boxes = this.boxes.get(key) ?? [];
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    const usual = this.usual(key) ?? boxes.map((box) => box.value);
    const same = boxes.every((box) => box.checked === usual.includes(box.value));
    this.acts.go({ [key]: same ? null : on.length ? on : ["none"] });
  }

  show(state: State): void {
    let set = 0;
    for (const [key, boxes] of this.boxes) {
      const on = state[key] ?? this.usual(key);
      if (state[key]) set += 1;
      for (const box of boxes) box.checked = on === null || on.includes(box.value);
    }
    set += Number(state.origins > 1) + Number(state.hidden.length > 0);
    this.origins.value = String(state.origins);
    this.most.value = String(AMOUNTS.find((number) => number >= state.most) ?? 500);
    this.summary.textContent = set ? `More filters (${counted(set, "is", "are")} set)` : "More filters";
  }
}

/** A line as the picture draws it. */
function sample(channel: string, dash: number[], gone: boolean, pale = false): SVGElement {
  const line = svg("path", { d: "M0,4 H28", class: `curve ${gone ? "gone" : channel}` });
  if (pale) line.setAttribute("stroke-opacity", String(PALE));
  if (dash.length) line.setAttribute("stroke-dasharray", dash.join(" "));
  return svg("svg", { viewBox: "0 0 28 8", "aria-hidden": "true", class: "sample" }, line);
}

/** The day as of which ties are shown: a slider over the days on which something changed, which can also play. */
export class Timeline {
  readonly element: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly output: HTMLOutputElement;
  private readonly player: HTMLButtonElement;
  private readonly days: string[];
  private timer = 0;
  private dragging = false;

  constructor(
    market: Market,
    private readonly acts: Acts,
  ) {
    const days = new Set<string>();
    for (const tie of market.all()) for (const { day } of tie.steps) if (day) days.add(day);
    this.days = [...days].sort();
    this.slider = h("input", {
      id: "day",
      type: "range",
      min: 0,
      max: this.days.length,
      step: 1,
      oninput: () => this.set(false),
      onchange: () => this.set(true),
    });
    this.output = h("output", { for: "day" });
    this.player = button("Play", () => this.toggle());
    this.element = h(
      "div",
      { class: "timeline-of", role: "group", "aria-label": "Day" },
      this.player,
      h("label", { for: "day" }, "As of"),
      this.slider,
      this.output,
      button("Today", () => this.stop({ on: "" }), { title: "Show all that is known" }),
    );
    this.element.hidden = this.days.length < 2;
  }

  show(state: State): void {
    const place = state.on ? this.days.filter((day) => day <= state.on).length - 1 : this.days.length;
    this.slider.value = String(Math.max(place, 0));
    const words = state.on || "all that is known";
    this.output.value = words;
    this.slider.setAttribute("aria-valuetext", words);
  }

  toggle(): void {
    if (this.timer) this.stop({});
    else this.play();
  }

  /** The first step of a drag is a step of its own, the others replace it: undoing the drag takes one step. */
  private set(done: boolean): void {
    this.halt();
    this.acts.go({ on: this.days[Number(this.slider.value)] ?? "" }, !this.dragging);
    this.dragging = !done;
  }

  private play(): void {
    let place = Number(this.slider.value);
    if (place >= this.days.length) place = -1;
    this.player.textContent = "Pause";
    const step = Math.max(1, Math.round(this.days.length / 120));
    this.timer = window.setInterval(() => {
      place += step;
      if (place >= this.days.length) this.stop({ on: "" });
      else this.acts.go({ on: this.days[place] ?? "" }, false);
    }, 350);
  }

  private halt(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.player.textContent = "Play";
  }

  private stop(change: Partial<State>): void {
    this.halt();
    this.acts.go(change);
  }
}
