// Beside the picture: who or what was chosen, and of a tie every claim with its words.

import { type Claim, type Entity, type Market, type Source, type Tie, statusOn } from "./data";
import { bdi, button, counted, h, statusMark } from "./dom";
import { roleWords } from "./look";
import type { Line } from "./select";
import type { State } from "./state";

const MOST_TIES = 60;

type Go = (change: Partial<State>) => void;

export class Panel {
  readonly element: HTMLElement;
  /** What is shown or on its way: a tie, and the place of one of its claims. */
  private asked = "";
  private place = -1;
  private body = h("div", { class: "claims" });

  constructor(
    private readonly market: Market,
    private readonly root: string,
    private readonly go: Go,
  ) {
    this.element = h("section", { class: "panel", id: "panel", tabindex: "-1", "aria-label": "What is chosen" });
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
    this.reveal();
  }

  /** Bring it into sight where it lies below the picture. */
  reveal(): void {
    if (this.element.getBoundingClientRect().top > innerHeight * 0.8) this.element.scrollIntoView({ block: "nearest" });
  }

  /** Show what is chosen in `state`; `lines` are those of the picture. */
  show(state: State, lines: Line[]): void {
    const [kind, id] = [state.chosen.slice(0, 3), state.chosen.slice(4)];
    const line = lines.find((one) => one.id === id && one.ties.length > 1);
    const tie = this.market.ties.get(id);
    const entity = this.market.entity(id);
    if (kind === "tie" && line) this.fill(...this.several(line, state));
    else if (kind === "tie" && tie) this.tie(tie, state);
    else if (kind === "who" && entity) this.fill(...this.entity(entity, state));
    else this.fill(...this.nothing());
  }

  private fill(...children: (Node | string)[]): void {
    this.asked = "";
    this.element.replaceChildren(...children);
  }

  private close(): HTMLElement {
    return button("Close", () => this.go({ chosen: "", claim: 0 }), { class: "close" });
  }

  private nothing(): Node[] {
    return [
      h("h2", {}, "From an arrow to its words"),
      h("p", {}, "Choose an arrow to see every claim behind it and the sentence behind every claim; choose a name to see its ties."),
      h(
        "details",
        {},
        h("summary", {}, "Keys in the picture"),
        h(
          "dl",
          { class: "keys-list" },
          ...[
            ["arrow keys", "to the next name"],
            ["n, b", "to its next tie, to the one before (also ] and [)"],
            ["Enter", "choose it"],
            ["e, c", "show or take away the ties of a name"],
            ["o", "show its ties alone"],
            ["h", "hide it"],
            ["f", "fold or unfold its group"],
            ["+, −, 0", "nearer, farther, all"],
            ["/", "find a name"],
            ["p", "play the history"],
            ["Ctrl+Z", "undo; with Shift, redo"],
            ["Esc", "choose nothing; from here, back to the picture"],
            ["Ctrl and wheel", "nearer, farther"],
          ].flatMap(([key, words]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, words)]),
        ),
      ),
    ];
  }

  private entityLink(entity: Entity): HTMLElement {
    return h("a", { href: this.root + entity.page }, bdi(entity.name));
  }

  private entity(entity: Entity, state: State): Node[] {
    const centre = state.centres.includes(entity.id);
    const head = this.market.head(entity);
    const within = [...this.market.entities.values()].some((one) => one !== head && this.market.head(one) === head);
    const folded = state.folded.includes(head.id);
    const ties = [...this.market.of(entity.id)].sort((a, b) => b.origins.all - a.origins.all || a.rank - b.rank);
    return [
      this.close(),
      h("h2", {}, bdi(entity.name)),
      h("p", { class: "quiet" }, `${roleWords(entity, this.market)}; ${counted(entity.ties, "tie", "ties")}`),
      h("p", {}, h("a", { href: this.root + entity.page }, "Its page: profile, deals, positions")),
      h(
        "div",
        { class: "acts" },
        button("Show its ties alone", () => this.go({ centres: [entity.id] })),
        centre
          ? button("Take its ties away", () => this.go({ centres: state.centres.filter((id) => id !== entity.id) }))
          : button("Add its ties", () => this.go({ centres: [...state.centres, entity.id] })),
        button("Hide", () => this.go({ hidden: [...state.hidden, entity.id], centres: state.centres.filter((id) => id !== entity.id), chosen: "" })),
        within && button(folded ? "Unfold its group" : "Fold its group", () => this.go({ folded: folded ? state.folded.filter((id) => id !== head.id) : [...state.folded, head.id] })),
      ),
      h("h3", {}, "Ties"),
      this.ties(ties.slice(0, MOST_TIES), entity, state),
      ...(entity.ties > MOST_TIES ? [h("p", { class: "quiet" }, `and ${entity.ties - MOST_TIES} more: see its page`)] : []),
    ].filter((part) => part instanceof Node);
  }

  private ties(ties: Tie[], seen: Entity | undefined, state: State): HTMLElement {
    return h(
      "ul",
      { class: "plain ties-of" },
      ...ties.map((tie) => {
        const from = seen && tie.subject.id !== seen.id;
        const words = seen
          ? [from ? tie.relation.inverse : tie.relation.label, " ", bdi((from ? tie.subject : tie.object).name)]
          : [bdi(tie.subject.name), ` ${tie.relation.label} `, bdi(tie.object.name)];
        return h(
          "li",
          {},
          h("button", { type: "button", class: "link", onclick: () => this.go({ chosen: `tie:${tie.id}`, claim: 0 }) }, ...words),
          " ",
          statusMark(statusOn(tie, state.on) ?? "not yet"),
        );
      }),
    );
  }

  private several(line: Line, state: State): Node[] {
    return [
      this.close(),
      h("h2", {}, counted(line.ties.length, "tie in one arrow", "ties in one arrow")),
      h("p", { class: "quiet" }, "Groups are folded, so the ties of their units run together. Each is a tie of its own:"),
      this.ties(line.ties, undefined, state),
    ];
  }

  private tie(tie: Tie, state: State): void {
    const asked = `${tie.id} ${state.on}`;
    if (this.asked !== asked) {
      this.body = h("div", { class: "claims" }, h("p", { class: "quiet" }, "Loading its claims…"));
      this.fill(...this.tieHead(tie, state), this.body);
      this.asked = asked;
    }
    this.place = state.claim;
    this.market.claims(tie).then(
      (claims) => this.asked === asked && this.place === state.claim && this.turnTo(this.claims(tie, claims, state)),
      () => this.body.replaceChildren(h("p", { class: "notice" }, "The claims could not be loaded: the study may have been written anew. Load the page again, or open the tie’s page.")),
    );
  }

  /** Show another claim; the key that turned to it keeps the focus. */
  private turnTo(claim: Node[]): void {
    const held = ["next", "previous"].find((name) => this.body.querySelector(`.${name}`) === document.activeElement);
    this.body.replaceChildren(...claim);
    if (!held) return;
    const keys = [held, "previous", "next"].flatMap((name) => [...this.body.querySelectorAll<HTMLButtonElement>(`.${name}`)]);
    keys.find((key) => !key.disabled)?.focus();
  }

  private tieHead(tie: Tie, state: State): Node[] {
    const origins = tie.origins;
    const said = [
      [origins.press, "press origin", "press origins"],
      [origins.parties, "party itself", "parties themselves"],
      [origins.authorities, "authority", "authorities"],
      [origins.voices, "other voice", "other voices"],
    ] as const;
    const now = statusOn(tie, "") ?? "";
    const then = statusOn(tie, state.on);
    return [
      this.close(),
      h("h2", {}, this.entityLink(tie.subject), h("span", { class: "relation" }, ` ${tie.relation.label} `), this.entityLink(tie.object)),
      h(
        "p",
        { class: "facts" },
        statusMark(now),
        tie.contested && h("span", { class: "flag" }, "contested"),
        tie.unsure && h("span", { class: "flag" }, "read unsurely"),
        state.on && then !== now && h("span", {}, `on ${state.on}: ${then ?? "not told of yet"}`),
        h("span", {}, span(tie)),
        h("span", {}, said.flatMap(([number, one, many]) => (number ? [counted(number, one, many)] : [])).join(", ")),
      ),
      tie.terms.length ? h("ul", { class: "terms" }, ...tie.terms.map((term) => h("li", {}, bdi(term)))) : "",
      h("p", {}, h("a", { href: `${this.root}ties/${tie.id}.html` }, "Its page: terms, versions, conflicts")),
    ].filter((part) => part instanceof Node);
  }

  private claims(tie: Tie, claims: Claim[], state: State): Node[] {
    const place = Math.min(state.claim, claims.length - 1);
    const claim = claims[place];
    if (!claim) return [h("p", { class: "notice" }, "Its claims are not here: the study may have been written anew. Load the page again.")];
    const to = (next: number) => () => this.go({ chosen: `tie:${tie.id}`, claim: next });
    return [
      h(
        "div",
        { class: "pager", role: "group", "aria-label": "Claims" },
        button("‹ Previous", to(place - 1), { disabled: place === 0, class: "previous" }),
        h("span", { "aria-live": "polite" }, `Claim ${place + 1} of ${claims.length}`),
        button("Next ›", to(place + 1), { disabled: place === claims.length - 1, class: "next" }),
      ),
      this.claim(claim),
      ...(claims.length > 1 ? [this.contents(claims, place, to)] : []),
    ];
  }

  private claim(claim: Claim): HTMLElement {
    const target = `${this.root}${claim.source.page}#claim-${claim.id}`;
    return h(
      "article",
      { class: "claim-of" },
      h("h3", {}, bdi(claim.sentence)),
      h(
        "p",
        { class: "facts" },
        statusMark(claim.status),
        claim.date && h("span", {}, claim.date),
        ...claim.terms.map((term) => h("span", {}, bdi(term))),
        claim.review && h("span", { class: "flag" }, `${claim.review} by a person`),
      ),
      h("blockquote", { dir: "auto", cite: target }, ...claim.parts.map(part)),
      ...(claim.farther.length
        ? [h("p", { class: "small" }, "Its references stand for: ", ...claim.farther.map((words) => h("mark", { class: "antecedent" }, bdi(words))))]
        : []),
      h("p", { class: "cite" }, h("a", { href: target, class: "words" }, "Read it in its source"), ": ", ...source(claim.source)),
    );
  }

  private contents(claims: Claim[], place: number, to: (next: number) => () => void): HTMLElement {
    return h(
      "details",
      {},
      h("summary", {}, `All ${claims.length} claims`),
      h(
        "ol",
        { class: "small" },
        ...claims.map((claim, number) =>
          h(
            "li",
            { value: number + 1 },
            h("button", { type: "button", class: "link", "aria-current": number === place ? "true" : null, onclick: to(number) }, bdi(claim.sentence)),
            ` ${claim.date}`,
          ),
        ),
      ),
    );
  }
}

function span(tie: Tie): string {
  if (!tie.first) return "day not known";
  return tie.first === tie.last ? tie.first : `${tie.first} to ${tie.last}`;
}

/** A part of a text: the claim's words are marked, and what a reference in them stands for is marked otherwise. */
function part({ text, words, antecedent }: Claim["parts"][number]): Node {
  const inner = antecedent ? h("mark", { class: "antecedent", title: "what a reference in the sentence stands for" }, text) : text;
  if (words) return h("mark", { class: "claim" }, inner);
  return typeof inner === "string" ? document.createTextNode(inner) : inner;
}

function source(of: Source): (Node | string)[] {
  const facts = [of.publisher, of.published].filter(Boolean).join(", ");
  const read = of.share < 0 ? "read in part" : of.share < 1 ? `read for ${Math.round(of.share * 100)} %` : "";
  return [bdi(of.title), facts && `, ${facts}`, read && " ", read && h("span", { class: "flag" }, read)].filter((one) => one !== "");
}
