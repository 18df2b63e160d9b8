// Finding an entity by any word of its names: a combobox as WAI-ARIA describes it.

import type { Entity, Market } from "./data";
import { bdi, h } from "./dom";
import { roleWords } from "./look";

const MOST = 12;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export class Search {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private found: Entity[] = [];
  private at = -1;
  private asked = "";

  constructor(
    private readonly market: Market,
    private readonly choose: (entity: Entity) => void,
  ) {
    this.list = h("ul", { id: "found", role: "listbox", "aria-label": "Found", hidden: true });
    this.input = h("input", {
      id: "search",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-controls": "found",
      "aria-autocomplete": "list",
      placeholder: "Company, body, person…",
      oninput: () => void this.look(),
      onkeydown: (event) => this.press(event as KeyboardEvent),
      onblur: () => this.close(),
    });
    this.element = h("div", { class: "search" }, h("label", { for: "search" }, "Find"), this.input, this.list);
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private async look(): Promise<void> {
    const asked = folded(this.input.value);
    this.asked = asked;
    if (!asked) return this.close();
    this.show(matching(this.market, asked));
    await this.market.named(letterOf(asked)).catch(() => []);
    if (this.asked === asked) this.show(matching(this.market, asked));
  }

  private show(found: Entity[]): void {
    this.found = found;
    this.at = found.length ? 0 : -1;
    const options = found.map((entity, place) =>
      h(
        "li",
        { id: `found-${place}`, role: "option", onmousedown: (event) => this.take(place, event) },
        bdi(entity.name),
        h("span", { class: "quiet" }, ` ${roleWords(entity, this.market)}`),
      ),
    );
    this.list.replaceChildren(...(found.length ? options : [h("li", { class: "quiet", role: "option", "aria-disabled": "true" }, "Nothing of that name has a tie in this study")]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point();
  }

  private point(): void {
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.point();
      event.preventDefault();
    } else if (event.key === "Enter" && this.at >= 0) this.take(this.at, event);
    else if (event.key === "Escape") this.close();
  }

  private take(place: number, event: Event): void {
    event.preventDefault();
    const entity = this.found[place];
    if (!entity) return;
    this.input.value = "";
    this.asked = "";
    this.close();
    this.choose(entity);
  }

  private close(): void {
    this.list.hidden = true;
    this.found = [];
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.point();
  }
}

/** The entities with a word that begins as each word asked for; exact names first, then the best connected. */
export function matching(market: Market, asked: string): Entity[] {
  const wanted = asked.split(" ");
  const found: [number, Entity][] = [];
  for (const entity of market.entities.values()) {
    const names = [entity.name, ...entity.aliases].map(folded);
    const words = names.flatMap((name) => name.split(" "));
    if (!wanted.every((part) => words.some((word) => word.startsWith(part)))) continue;
    found.push([names.includes(asked) ? 0 : names[0]?.startsWith(asked) ? 1 : 2, entity]);
  }
  found.sort(([a, one], [b, two]) => a - b || two.ties - one.ties || (one.id < two.id ? -1 : 1));
  return found.slice(0, MOST).map(([, entity]) => entity);
}

/** A text as it is searched: without accents, case and signs. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
}

/** The letter whose file has the names that begin as `asked` does. */
export function letterOf(asked: string): string {
  const letter = asked[0] ?? "";
  return LETTERS.includes(letter) ? letter : "_";
}
