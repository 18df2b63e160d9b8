// The explorer: reads the core, shows what the address tells, and turns every act into a new address.

import { type Acts, Filters, Timeline, Toolbar } from "./controls";
import { type CoreData, type Entity, Market, open } from "./data";
import { button, counted, h, need } from "./dom";
import { Graph, describe } from "./graph";
import { asPng, asSvg, captionOf, save } from "./keep";
import { layOut } from "./layout";
import { roleWords } from "./look";
import { Panel } from "./panel";
import { Search } from "./search";
import { type Selection, select } from "./select";
import { type State, decode } from "./state";
import { Steps } from "./steps";
import { Table, asCsv } from "./table";
import { themeOf } from "./theme";

const SHOWN_BY: (keyof State)[] = ["centres", "hidden", "folded", "relations", "statuses", "channels", "layers", "kinds", "read", "origins", "on", "between", "most"];

class Explorer {
  private readonly steps: Steps;
  private readonly toolbar: Toolbar;
  private readonly filters: Filters;
  private readonly timeline: Timeline;
  private readonly search: Search;
  private readonly panel: Panel;
  private readonly table: Table;
  private readonly graph: Graph;
  private readonly lead: HTMLElement;
  private readonly voice: HTMLElement;
  private readonly canvas: HTMLElement;
  private readonly stage: HTMLElement;
  private selection: Selection;
  private cursor = "";
  private beside = "";
  private drawnFor = 0;

  constructor(
    private readonly market: Market,
    place: HTMLElement,
    root: string,
  ) {
    this.steps = new Steps(decode(location.hash), (state, before) => void this.arrive(state, before));
    const state = (): State => this.steps.state;
    const go = (change: Partial<State>, lasting = true): void => this.steps.go(change, lasting);
    const acts = this.acts();
    this.toolbar = new Toolbar(state, acts);
    this.filters = new Filters(market, state, acts);
    this.timeline = new Timeline(market, acts);
    this.search = new Search(market, (entity) => this.found(entity));
    this.panel = new Panel(market, root, go);
    this.table = new Table(market, state, go);
    this.lead = h("p", { class: "told", "aria-live": "polite" });
    this.voice = h("p", { class: "hidden", "aria-live": "assertive" });
    this.canvas = h("div", { id: "picture", tabindex: "0", role: "application", "aria-label": "Picture of the network. Arrow keys go from name to name, n and b through the ties of a name, Enter chooses. The table below says the same.", onkeydown: (event) => this.press(event as KeyboardEvent), onblur: () => this.stand("") });
    this.stage = h("div", { class: "stage" }, h("div", { class: "picture" }, this.canvas, this.zoomer(acts)), this.panel.element);
    place.append(h("div", { class: "top-row" }, this.search.element, this.toolbar.element), this.lead, this.stage, this.timeline.element, this.filters.legend, this.filters.more, this.table.element, this.voice);
    this.graph = this.picture();
    this.selection = select(market, state());
    addEventListener("keydown", (event) => this.anywhere(event));
    this.panel.element.addEventListener("keydown", (event) => event.key === "Escape" && this.back());
    // A wheel over the picture scrolls the page as elsewhere; with Ctrl it zooms.
    this.canvas.addEventListener("wheel", (event) => event.ctrlKey || event.metaKey || event.stopPropagation(), { capture: true });
    for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", () => this.recolour());
    new ResizeObserver(() => this.resized()).observe(this.canvas);
    // What is above the picture may have grown or shrunk since: cytoscape keeps where it lies until it is told.
    this.canvas.addEventListener("pointerenter", () => this.graph.cy.resize());
  }

  private acts(): Acts {
    return {
      go: (change, lasting) => this.steps.go(change, lasting ?? true),
      undo: () => this.steps.undo(),
      redo: () => this.steps.redo(),
      fit: () => this.graph.fit(),
      zoom: (by) => this.graph.zoom(by),
      picture: (kind) => void this.keep(kind),
      sheet: () => save(new Blob([asCsv(this.table.ties, this.steps.state.on)], { type: "text/csv" }), "ties.csv"),
      link: () => void navigator.clipboard?.writeText(location.href).then(() => this.say("The link is copied.")),
    };
  }

  private zoomer(acts: Acts): HTMLElement {
    return h(
      "div",
      { class: "zoomer", role: "group", "aria-label": "Zoom" },
      button("+", () => acts.zoom(1.35), { "aria-label": "Nearer" }),
      button("−", () => acts.zoom(1 / 1.35), { "aria-label": "Farther" }),
      button("All", acts.fit, { "aria-label": "Show all" }),
    );
  }

  private picture(): Graph {
    return new Graph(this.canvas, this.market, themeOf(this.canvas), {
      line: (id) => this.steps.go({ chosen: `tie:${id}`, claim: 0 }),
      node: (id) => this.steps.go({ chosen: `who:${id}`, claim: 0 }),
      opened: (id) => this.steps.go({ centres: [id] }),
      nothing: () => this.steps.go({ chosen: "", claim: 0 }),
      moved: (id, { x, y }) => this.steps.go({ moved: { ...this.steps.state.moved, [id]: [x, y] } }),
    });
  }

  /** Show the state that the address tells, for the first time. */
  begin(): void {
    void this.arrive(this.steps.state, undefined);
  }

  private async arrive(state: State, before: State | undefined): Promise<void> {
    const lacking = [...state.centres, state.chosen.slice(4)].flatMap((id) => this.market.entity(id) ?? []);
    for (const entity of lacking) await this.market.complement(entity).catch(() => this.say("Its ties could not be loaded."));
    if (state !== this.steps.state) return;
    const same = before && SHOWN_BY.every((key) => JSON.stringify(state[key]) === JSON.stringify(before[key]));
    if (!same) this.selection = select(this.market, state);
    this.redraw(state, !same || JSON.stringify(state.moved) !== JSON.stringify(before?.moved) || state.labels !== before?.labels);
    if (!same || state.sort !== before?.sort || state.chosen !== before?.chosen) this.table.show(state, this.selection);
    this.toolbar.show(state, this.steps.canUndo, this.steps.canRedo);
    this.filters.show(state);
    this.timeline.show(state);
    this.panel.show(state, this.selection.lines);
    this.tell(state);
    this.graph.cy.resize();
    if (!before || !state.chosen || state.chosen === before.chosen) return;
    if (document.activeElement?.id === "picture") this.panel.reveal();
    else this.panel.focus();
  }

  private redraw(state: State, anew: boolean): void {
    this.stage.hidden = state.view === "table" && !state.chosen;
    this.canvas.parentElement?.toggleAttribute("hidden", state.view === "table");
    this.table.element.hidden = state.view === "picture";
    if (anew) {
      this.drawnFor = this.aspect;
      this.graph.draw(this.selection, layOut(this.market, this.selection, this.drawnFor), state.moved, state.labels);
    }
    this.graph.mark(this.marked(state), this.beside || this.cursor);
  }

  /** Width by height in steps, so that the picture does not change with every pixel of the window. */
  private get aspect(): number {
    const { clientWidth, clientHeight } = this.canvas;
    return Math.min(Math.max(Math.round((clientWidth / (clientHeight || 1)) * 4) / 4, 0.5), 2.5);
  }

  private marked(state: State): string[] {
    const id = state.chosen.slice(4);
    const line = this.selection.lines.find((one) => one.id === id || one.ties.some((tie) => tie.id === id));
    return line ? [line.id] : [id];
  }

  private tell(state: State): void {
    const who = state.centres.flatMap((id) => this.market.entity(id)?.name ?? []);
    const drawn = this.selection.lines.filter((line) => line.status).length;
    const left = this.selection.left ? ` ${counted(this.selection.left, "more tie passes", "more ties pass")} the filters and ${this.selection.left === 1 ? "is" : "are"} in the table: find a name, filter, or draw more.` : "";
    const day = state.on ? `, as told of by ${state.on}` : "";
    const nothing = this.selection.passing.length ? "" : " Nothing passes the filters.";
    this.lead.textContent = `${counted(drawn, "arrow", "arrows")} ${who.length ? `around ${who.join(" and ")}` : "between the best connected"}${day}.${left}${nothing}`;
  }

  private found(entity: Entity): void {
    this.cursor = entity.id;
    this.steps.go({ centres: [entity.id], chosen: `who:${entity.id}`, claim: 0 });
  }

  private async keep(kind: "svg" | "png"): Promise<void> {
    try {
      const theme = themeOf(this.canvas);
      const caption = await captionOf(this.market, this.steps.state, this.selection, theme);
      if (kind === "svg") save(new Blob([asSvg(this.graph, theme, caption)], { type: "image/svg+xml" }), "network.svg");
      else save(await asPng(this.graph, theme, caption), "network.png");
      this.say("The picture is saved with its caption and sources.");
    } catch {
      this.say("The picture could not be made.");
    }
  }

  private say(words: string): void {
    this.voice.textContent = words;
  }

  /** Lay the picture out anew where its room has got another shape: a window made narrow, a phone turned, a printed page. */
  private resized(): void {
    this.graph.cy.resize();
    if (this.aspect === this.drawnFor || !this.canvas.clientWidth) return;
    this.redraw(this.steps.state, true);
    this.graph.fit();
  }

  private recolour(): void {
    this.graph.retheme(themeOf(this.canvas));
    this.redraw(this.steps.state, true);
  }

  // The keyboard: a cursor that stands on a name, or on one of its ties.

  private anywhere(event: KeyboardEvent): void {
    const inText = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (inText || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) this.steps.redo();
    else this.steps.undo();
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = this.keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private readonly keys: Record<string, () => void> = {
    ArrowLeft: () => this.step(-1, 0),
    ArrowRight: () => this.step(1, 0),
    ArrowUp: () => this.step(0, -1),
    ArrowDown: () => this.step(0, 1),
    "[": () => this.turn(-1),
    b: () => this.turn(-1),
    "]": () => this.turn(1),
    n: () => this.turn(1),
    Enter: () => this.chooseHere(),
    " ": () => this.chooseHere(),
    Escape: () => this.steps.go({ chosen: "", claim: 0 }),
    "+": () => this.graph.zoom(1.35),
    "=": () => this.graph.zoom(1.35),
    "-": () => this.graph.zoom(1 / 1.35),
    "0": () => this.graph.fit(),
    "/": () => this.search.focus(),
    p: () => this.timeline.toggle(),
    e: () => this.change((id, { centres }) => ({ centres: [...centres.filter((one) => one !== id), id] })),
    c: () => this.change((id, { centres }) => ({ centres: centres.filter((one) => one !== id) })),
    o: () => this.change((id) => ({ centres: [id] })),
    h: () => this.change((id, { hidden }) => ({ hidden: [...hidden, id] })),
    f: () => this.change((id, state) => this.fold(id, state)),
  };

  private fold(id: string, { folded }: State): Partial<State> {
    const entity = this.market.entity(id);
    const head = entity ? this.market.head(entity).id : id;
    return { folded: folded.includes(head) ? folded.filter((one) => one !== head) : [...folded, head] };
  }

  private change(how: (id: string, state: State) => Partial<State>): void {
    if (this.cursor) this.steps.go(how(this.cursor, this.steps.state));
  }

  private step(dx: number, dy: number): void {
    this.stand(this.graph.neighbour(this.cursor, dx, dy));
  }

  private stand(id: string): void {
    this.beside = "";
    this.cursor = id || this.cursor;
    this.graph.mark(this.marked(this.steps.state), id);
    const entity = this.market.entity(id);
    if (!entity) return;
    this.graph.reveal(id);
    this.say(`${entity.name}, ${roleWords(entity, this.market)}, ${counted(this.graph.linesAt(id).length, "tie", "ties")} here`);
  }

  private turn(by: number): void {
    const lines = this.graph.linesAt(this.cursor);
    if (!lines.length) return;
    const at = lines.indexOf(this.beside);
    this.beside = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : (at + by + lines.length) % lines.length] ?? "";
    this.graph.mark(this.marked(this.steps.state), this.beside);
    const line = this.selection.lines.find((one) => one.id === this.beside);
    if (line) this.say(describe(line, this.steps.state.on));
  }

  private back(): void {
    this.steps.go({ chosen: "", claim: 0 });
    this.canvas.focus();
  }

  private chooseHere(): void {
    if (!this.beside && !this.cursor) return;
    this.steps.go({ chosen: this.beside ? `tie:${this.beside}` : `who:${this.cursor}`, claim: 0 });
    this.panel.focus();
  }
}

const place = need("explorer");
open(place.dataset["root"] ?? "", (core: CoreData) => {
  if (!core.ties.length) return;
  need("without-script").remove();
  new Explorer(new Market(core), place, place.dataset["root"] ?? "").begin();
  performance.mark("explored");
});
