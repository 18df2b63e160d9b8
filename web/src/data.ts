// The market as the explorer knows it: entities and ties, first those of `core.js`, then what was asked for since.
// The rows' places are those of `publishing/network/rows.py`.

type EntityRow = [
  id: string,
  name: string,
  kind: string,
  role: string,
  layer: number,
  parent: string,
  ties: number,
  page: string,
  aliases: string[],
  shelf: number,
];
type TieRow = [
  id: string,
  subject: number,
  relation: number,
  object: number,
  steps: [day: string, status: number][],
  origins: [press: number, parties: number, authorities: number, voices: number],
  claims: number,
  doubts: number,
  first: string,
  last: string,
  terms: string[],
  shelf: number,
];
type DocumentRow = [page: string, title: string, publisher: string, published: string, share: number, url: string];
type ClaimRow = [
  sentence: string,
  status: number,
  date: string,
  document: number,
  parts: [text: string, mark: number][],
  farther: string[],
  terms: string[],
  review: string,
];

interface NetworkData {
  entities: EntityRow[];
  ties: TieRow[];
}

export interface CoreData extends NetworkData {
  title: string;
  revision: number;
  statuses: string[];
  channels: string[];
  layers: string[];
  relations: [name: string, label: string, inverse: string, symmetric: 0 | 1, channel: number][];
  total: { ties: number; entities: number };
  letters: Record<string, number>;
}

interface ClaimsData {
  documents: DocumentRow[];
  claims: Record<string, ClaimRow>;
  ties: Record<string, string[]>;
}

export interface Relation {
  name: string;
  label: string;
  inverse: string;
  symmetric: boolean;
  /** The place of its channel; that of "other ties" is the last. */
  channel: number;
}

export interface Entity {
  id: string;
  name: string;
  kind: string;
  role: string;
  /** The place of its layer, -1 for none. */
  layer: number;
  parent: string;
  ties: number;
  page: string;
  aliases: string[];
  /** The file with all its ties, -1 if the core has them. */
  shelf: number;
}

export interface Tie {
  id: string;
  subject: Entity;
  relation: Relation;
  object: Entity;
  /** Its status from each day on; a step without a day comes before all others. */
  steps: { day: string; status: string }[];
  origins: { press: number; parties: number; authorities: number; voices: number; all: number };
  claims: number;
  contested: boolean;
  /** Nothing that tells of it was read surely. */
  unsure: boolean;
  first: string;
  last: string;
  terms: string[];
  shelf: number;
  /** Its place among all ties, the best supported first. */
  rank: number;
}

export interface Source {
  page: string;
  title: string;
  publisher: string;
  published: string;
  /** The share that was read, -1 if it is not known. */
  share: number;
  url: string;
}

export interface Claim {
  id: string;
  sentence: string;
  status: string;
  date: string;
  source: Source;
  parts: { text: string; words: boolean; antecedent: boolean }[];
  farther: string[];
  terms: string[];
  review: string;
}

const WORDS = 1;
const ANTECEDENT = 2;
const CONTESTED = 1;
const UNSURE = 2;
const HOUSES = new Set(["company", "product"]);

export class Market {
  readonly entities = new Map<string, Entity>();
  readonly ties = new Map<string, Tie>();
  readonly relations: Relation[];
  private readonly around = new Map<string, Tie[]>();
  private readonly whole = new Set<number>();

  constructor(readonly core: CoreData) {
    const other = core.channels.length - 1;
    this.relations = core.relations.map(([name, label, inverse, symmetric, channel]) => ({
      name,
      label,
      inverse,
      symmetric: symmetric === 1,
      channel: channel < 0 ? other : channel,
    }));
    this.add(core);
  }

  /** Whether every tie of the study is known here. */
  get complete(): boolean {
    return this.ties.size >= this.core.total.ties;
  }

  get statuses(): string[] {
    return this.core.statuses;
  }

  /** All ties that are known here, the best supported first. */
  *all(): Iterable<Tie> {
    yield* this.ties.values();
  }

  of(entity: string): Tie[] {
    return this.around.get(entity) ?? [];
  }

  entity(id: string): Entity | undefined {
    return this.entities.get(id);
  }

  /** The head of the house that an entity belongs to: itself, or the company that owns it through all others. */
  head(entity: Entity): Entity {
    let at = entity;
    for (let step = 0; step < 8 && HOUSES.has(at.kind); step++) {
      const parent = this.entities.get(at.parent);
      if (!parent || !HOUSES.has(parent.kind)) break;
      at = parent;
    }
    return at;
  }

  /** Take the rows of a file in. What is known already stays as it is. */
  add(data: NetworkData): void {
    const places = data.entities.map((row) => this.addEntity(row));
    for (const row of data.ties) this.addTie(row, places);
  }

  addEntity(row: EntityRow): Entity {
    const known = this.entities.get(row[0]);
    if (known) return known;
    const [id, name, kind, role, layer, parent, ties, page, aliases, shelf] = row;
    const entity = { id, name, kind, role, layer, parent, ties, page, aliases, shelf };
    this.entities.set(id, entity);
    return entity;
  }

  private addTie(row: TieRow, places: Entity[]): void {
    const [id, subject, relation, object, steps, [press, parties, authorities, voices], claims, doubts] = row;
    const [one, two, about] = [places[subject], places[object], this.relations[relation]];
    if (this.ties.has(id) || !one || !two || !about) return;
    const tie: Tie = {
      id,
      subject: one,
      relation: about,
      object: two,
      steps: steps.map(([day, status]) => ({ day, status: this.statuses[status] ?? "asserted" })),
      origins: { press, parties, authorities, voices, all: press + parties + authorities + voices },
      claims,
      contested: (doubts & CONTESTED) > 0,
      unsure: (doubts & UNSURE) > 0,
      first: row[8],
      last: row[9],
      terms: row[10],
      shelf: row[11],
      rank: this.ties.size,
    };
    this.ties.set(id, tie);
    for (const end of new Set([one.id, two.id])) {
      const near = this.around.get(end);
      if (near) near.push(tie);
      else this.around.set(end, [tie]);
    }
  }

  /** Have every tie of `entity` here. */
  async complement(entity: Entity): Promise<void> {
    if (entity.shelf < 0 || this.whole.has(entity.shelf)) return;
    this.add((await load(`ties-${entity.shelf}`)) as NetworkData);
    this.whole.add(entity.shelf);
  }

  /** The entities beyond the core whose names have a word that begins with `letter`. */
  async named(letter: string): Promise<Entity[]> {
    const number = this.core.letters[letter];
    if (number === undefined) return [];
    const data = (await load(`names-${number}`)) as { entities: EntityRow[] };
    return data.entities.map((row) => this.addEntity(row));
  }

  /** The claims of a tie, earliest first. */
  async claims(tie: Tie): Promise<Claim[]> {
    const data = (await load(`claims-${tie.shelf}`)) as ClaimsData;
    const sources = data.documents.map(([page, title, publisher, published, share, url]) => ({
      page,
      title,
      publisher,
      published,
      share,
      url,
    }));
    return (data.ties[tie.id] ?? []).flatMap((id) => {
      const row = data.claims[id];
      const source = row && sources[row[3]];
      return row && source ? [this.claim(id, row, source)] : [];
    });
  }

  private claim(id: string, row: ClaimRow, source: Source): Claim {
    const [sentence, status, date, , parts, farther, terms, review] = row;
    return {
      id,
      sentence,
      status: this.statuses[status] ?? "asserted",
      date,
      source,
      parts: parts.map(([text, mark]) => ({
        text,
        words: (mark & WORDS) > 0,
        antecedent: (mark & ANTECEDENT) > 0,
      })),
      farther,
      terms,
      review,
    };
  }
}

/** A tie's status at the end of `day`, its latest for "": undefined before the first claim tells of it. */
export function statusOn(tie: Tie, day: string): string | undefined {
  const steps = day ? tie.steps.filter((step) => step.day <= day) : tie.steps;
  return steps[steps.length - 1]?.status;
}

export function symmetricWords(tie: Tie): string {
  return `${tie.subject.name} ${tie.relation.label} ${tie.object.name}`;
}

// Files: each calls `take` with its name and data.

const waiting = new Map<string, (data: unknown) => void>();
const taken = new Map<string, Promise<unknown>>();
let root = "";

/** From now on a file that arrives is taken; `begin` is called with the core. */
export function open(base: string, begin: (core: CoreData) => void): void {
  root = base;
  waiting.set("core", (data) => begin(data as CoreData));
  const take = (name: string, data: unknown): void => {
    waiting.get(name)?.(data);
    waiting.delete(name);
  };
  Object.defineProperty(globalThis, "liens", { value: Object.freeze({ take }) });
}

/** The data of a file, which is asked for once. */
export function load(name: string): Promise<unknown> {
  const known = taken.get(name);
  if (known) return known;
  const coming = new Promise<unknown>((resolve, reject) => {
    waiting.set(name, resolve);
    const script = document.createElement("script");
    script.src = `${root}network/${name}.js`;
    script.addEventListener("error", () => {
      taken.delete(name);
      reject(new Error(`${name}.js could not be loaded`));
    });
    document.head.append(script);
  });
  taken.set(name, coming);
  return coming;
}
