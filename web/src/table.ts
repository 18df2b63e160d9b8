// The ties that pass, as a table: the picture's equal, and the whole of it where the picture has no room.

import { type Market, type Tie, statusOn } from "./data";
import { bdi, button, counted, h, statusMark } from "./dom";
import { readAs, type Selection } from "./select";
import type { State } from "./state";

const STEP = 50;
type Column = [key: string, title: string, value: (tie: Tie, on: string) => string | number];

const COLUMNS: Column[] = [
  ["subject", "From", (tie) => tie.subject.name.toLowerCase()],
  ["relation", "Relation", (tie) => tie.relation.label],
  ["object", "To", (tie) => tie.object.name.toLowerCase()],
  ["status", "Status", (tie, on) => statusOn(tie, on) ?? ""],
  ["origins", "Origins", (tie) => -tie.origins.all],
  ["claims", "Claims", (tie) => -tie.claims],
  ["first", "Since", (tie) => tie.first || "9999"],
  ["terms", "Terms", (tie) => tie.terms[0] ?? "\uffff"],
];

export class Table {
  readonly element: HTMLElement;
  private readonly caption: HTMLElement;
  private readonly head: HTMLTableRowElement;
  private readonly body: HTMLTableSectionElement;
  private readonly more: HTMLButtonElement;
  private rows: Tie[] = [];
  private most = STEP;

  constructor(
    private readonly market: Market,
    private readonly state: () => State,
    private readonly go: (change: Partial<State>) => void,
  ) {
    this.caption = h("caption", { "aria-live": "polite" });
    this.head = h("tr");
    this.body = h("tbody");
    this.more = button("Show more", () => {
      this.most += 4 * STEP;
      this.fill(this.state());
    });
    this.element = h(
      "section",
      { class: "table-of", "aria-labelledby": "as-table" },
      h("h2", { id: "as-table" }, "The same ties as a table"),
      h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Ties" }, h("table", { class: "explored" }, this.caption, h("thead", {}, this.head), this.body)),
      this.more,
    );
  }

  /** The ties of the table in its order. */
  get ties(): Tie[] {
    return this.rows;
  }

  show(state: State, selection: Selection): void {
    this.rows = this.sorted(selection.passing, state);
    this.most = STEP;
    const beyond = this.market.complete ? "" : ` Of ${counted(this.market.core.total.ties, "tie", "ties")} the best supported are loaded; those of a name are loaded when it is found or its ties are shown.`;
    this.caption.textContent = `${counted(this.rows.length, "tie passes", "ties pass")} the filters.${beyond}`;
    this.head.replaceChildren(...COLUMNS.map((column) => this.heading(column, state)));
    this.fill(state);
  }

  private sorted(ties: Tie[], state: State): Tie[] {
    const [key, down] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-")];
    const column = COLUMNS.find(([name]) => name === key);
    if (!column) return ties;
    const value = column[2];
    return [...ties].sort((a, b) => {
      const [one, two] = [value(a, state.on), value(b, state.on)];
      return (one < two ? -1 : one > two ? 1 : a.rank - b.rank) * (down ? -1 : 1);
    });
  }

  private heading([key, title]: Column, state: State): HTMLElement {
    const sort = state.sort === key ? "ascending" : state.sort === `-${key}` ? "descending" : null;
    const next = state.sort === key ? `-${key}` : state.sort === `-${key}` ? "" : key;
    const mark = sort === "ascending" ? " ▲" : sort === "descending" ? " ▼" : "";
    return h(
      "th",
      { scope: "col", "aria-sort": sort },
      button(title, () => this.go({ sort: next }), { class: "link" }),
      h("span", { "aria-hidden": "true" }, mark),
    );
  }

  private fill(state: State): void {
    this.body.replaceChildren(...this.rows.slice(0, this.most).map((tie) => this.row(tie, state)));
    this.more.hidden = this.rows.length <= this.most;
    this.more.textContent = `Show more (${(this.rows.length - this.most).toLocaleString("en")})`;
  }

  private row(tie: Tie, state: State): HTMLElement {
    const choose = (chosen: string) => () => this.go({ chosen, claim: 0 });
    const chosen = state.chosen === `tie:${tie.id}`;
    return h(
      "tr",
      { class: chosen ? "chosen" : null },
      h("td", {}, h("button", { type: "button", class: "link", onclick: choose(`who:${tie.subject.id}`) }, bdi(tie.subject.name))),
      h("th", { scope: "row" }, h("button", { type: "button", class: "link", "aria-label": `${tie.subject.name} ${tie.relation.label} ${tie.object.name}: its claims`, onclick: choose(`tie:${tie.id}`) }, tie.relation.label)),
      h("td", {}, h("button", { type: "button", class: "link", onclick: choose(`who:${tie.object.id}`) }, bdi(tie.object.name))),
      h("td", {}, statusMark(statusOn(tie, state.on) ?? ""), tie.contested && h("span", { class: "flag" }, "contested"), tie.unsure && h("span", { class: "flag" }, "unsure")),
      h("td", { class: "num" }, String(tie.origins.all)),
      h("td", { class: "num" }, String(tie.claims)),
      h("td", { class: "dates" }, tie.first || h("span", { class: "quiet" }, "not known")),
      h("td", {}, h("ul", { class: "terms" }, tie.terms.map((term) => h("li", {}, bdi(term))))),
    );
  }
}

/** The rows as CSV for a spreadsheet, with addresses of the ties' pages; a text that a spreadsheet would take for a
 * formula is told apart. */
export function asCsv(ties: Tie[], on: string): string {
  const head = ["from", "relation", "to", "status", "contested", "read", "press", "parties", "authorities", "voices", "claims", "first", "last", "terms", "page"];
  const rows = ties.map((tie) => [
    tie.subject.name,
    tie.relation.label,
    tie.object.name,
    statusOn(tie, on) ?? "",
    tie.contested ? "yes" : "",
    readAs(tie.unsure),
    tie.origins.press,
    tie.origins.parties,
    tie.origins.authorities,
    tie.origins.voices,
    tie.claims,
    tie.first,
    tie.last,
    tie.terms.join("; "),
    `ties/${tie.id}.html`,
  ]);
  return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
