// A small invented market, as `core.js` tells it.

import { type CoreData, Market } from "../src/data";
import { type State, USUAL } from "../src/state";

const PLACES = ["colossa", "cumulus", "voltane", "brume", "board", "quill"];
const RELATIONS = ["invests_in", "supplies", "partners_with", "examines", "leads"];
const STATUSES = ["asserted", "planned", "alleged", "denied", "ended"];

type Steps = [day: string, status: string][];

function tie(subject: string, relation: string, object: string, steps: Steps, press: number, doubts = 0): CoreData["ties"][number] {
  const told = steps.map(([day, status]): [string, number] => [day, STATUSES.indexOf(status)]);
  const id = `${subject}--${relation}--${object}`;
  return [id, PLACES.indexOf(subject), RELATIONS.indexOf(relation), PLACES.indexOf(object), told, [press, 0, 0, 0], press, doubts, steps[0]?.[0] ?? "", "", [], 0];
}

export const CORE: CoreData = {
  title: "Tidal computing",
  revision: 7,
  statuses: STATUSES,
  channels: ["Funding", "Compute", "Other ties"],
  layers: ["Chips", "Cloud", "Models"],
  relations: [
    ["invests_in", "invests in", "is funded by", 0, 0],
    ["supplies", "supplies", "is supplied by", 0, 1],
    ["partners_with", "partners with", "partners with", 1, -1],
    ["examines", "examines", "is examined by", 0, -1],
    ["leads", "leads", "is led by", 0, -1],
  ],
  total: { ties: 7, entities: 6 },
  letters: {},
  entities: [
    ["colossa", "Colossa", "company", "large_group", 1, "", 4, "entities/colossa.html", [], -1],
    ["cumulus", "Cumulus Cloud", "company", "unit", 1, "colossa", 1, "entities/cumulus.html", ["CC"], -1],
    ["voltane", "Voltane", "company", "start_up", 2, "", 4, "entities/voltane.html", ["Société Voltane"], -1],
    ["brume", "Brume", "company", "start_up", 2, "", 3, "entities/brume.html", [], -1],
    ["board", "Markets Board", "public_body", "", -1, "", 1, "entities/board.html", [], -1],
    ["quill", "Ada Quill", "person", "", -1, "", 1, "entities/quill.html", [], -1],
  ],
  ties: [
    tie("colossa", "invests_in", "voltane", [["2024-01-10", "planned"], ["2024-03-01", "asserted"], ["2025-01-01", "ended"]], 3),
    tie("cumulus", "supplies", "voltane", [["", "asserted"]], 2),
    tie("colossa", "supplies", "brume", [["2024-02-01", "asserted"]], 2, 2),
    tie("board", "examines", "colossa", [["2024-06-01", "asserted"]], 1),
    tie("brume", "partners_with", "voltane", [["2024-05-01", "denied"]], 1, 1),
    tie("quill", "leads", "voltane", [["2023-01-01", "asserted"]], 1),
    tie("colossa", "invests_in", "brume", [["2025-05-01", "alleged"]], 1),
  ],
};

export function market(): Market {
  return new Market(CORE);
}

export function state(change: Partial<State> = {}): State {
  return { ...USUAL, ...change };
}
