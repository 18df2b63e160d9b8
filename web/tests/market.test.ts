// The rows of a file become entities and ties, are found by name, laid out and written as CSV.

import assert from "node:assert/strict";
import test from "node:test";
import { Market, statusOn } from "../src/data";
import { layOut } from "../src/layout";
import { folded, letterOf, matching } from "../src/search";
import { select } from "../src/select";
import { asCsv } from "../src/table";
import { CORE, market, state } from "./invented";

test("rows become ties with their ends, relation, steps and doubts", () => {
  const tie = market().ties.get("colossa--supplies--brume");
  assert.equal(tie?.subject.name, "Colossa");
  assert.equal(tie?.object.name, "Brume");
  assert.equal(tie?.relation.label, "supplies");
  assert.deepEqual([tie?.contested, tie?.unsure], [false, true]);
  assert.deepEqual(tie && [statusOn(tie, "2024-01-31"), statusOn(tie, "2024-02-01"), statusOn(tie, "")], [undefined, "asserted", "asserted"]);
});

test("what is known already stays as it is when another file tells of it", () => {
  const found = market();
  const before = found.ties.get("colossa--invests_in--voltane");
  found.add({ entities: CORE.entities.map((row) => [row[0], "Other", ...row.slice(2)] as typeof row), ties: CORE.ties });
  assert.equal(found.ties.get("colossa--invests_in--voltane"), before);
  assert.equal(found.entity("colossa")?.name, "Colossa");
  assert.equal(found.of("colossa").length, 4);
  assert.ok(found.complete);
});

test("rows that lead nowhere are left out", () => {
  const row = [...CORE.ties[0]!] as (typeof CORE.ties)[number];
  const bad = [["x", 99, 0, 0], ["y", 0, 99, 1], ["z", 0, 0, 99]].map((cells) => [...cells, ...row.slice(4)] as typeof row);
  assert.equal(new Market({ ...CORE, ties: bad }).ties.size, 0);
});

test("a circle of owners ends", () => {
  const entities = CORE.entities.map((row) => (row[0] === "colossa" ? ([...row.slice(0, 5), "cumulus", ...row.slice(6)] as typeof row) : row));
  const found = new Market({ ...CORE, entities });
  const cumulus = found.entity("cumulus");
  assert.ok(cumulus && found.head(cumulus));
});

const ASKED: [string, string[]][] = [
  ["volt", ["voltane"]],
  ["Sociéte volt", ["voltane"]],
  ["cc", ["cumulus"]],
  ["board markets", ["board"]],
  ["oltane", []],
];

for (const [asked, wanted] of ASKED) {
  test(`${JSON.stringify(asked)} finds ${wanted.join() || "nothing"}`, () => {
    assert.deepEqual(matching(market(), folded(asked)).map((entity) => entity.id), wanted);
  });
}

test("names are looked for in the file of their first letter", () => {
  assert.deepEqual(["volt", "9", "é", "株"].map((name) => letterOf(folded(name))), ["v", "9", "e", "_"]);
});

test("the same selection has the same picture, with everything in it at a place of its own", () => {
  const found = select(market(), state());
  const [one, two] = [layOut(market(), found, 1.6), layOut(market(), found, 1.6)];
  assert.deepEqual([...one.places], [...two.places]);
  assert.deepEqual([...one.places.keys()].sort(), [...found.nodes].sort());
  const points = [...one.places.values()].map(({ x, y }) => `${x} ${y}`);
  assert.equal(new Set(points).size, points.length);
});

test("a cell of the CSV can neither be taken for a formula nor break out", () => {
  const evil = '=HYPERLINK("http://evil.example";"x")\nnext';
  const entities = CORE.entities.map((row) => (row[0] === "colossa" ? ([row[0], evil, ...row.slice(2)] as typeof row) : row));
  const ties = [...new Market({ ...CORE, entities }).all()];
  const text = asCsv(ties, "");
  assert.ok(text.includes(`"'=HYPERLINK(""http://evil.example"";""x"")\nnext"`));
  assert.equal(text.split("\r\n").length, ties.length + 2);
  assert.ok(text.split("\r\n")[0]?.startsWith("from,relation,to,status,contested,read"));
});
