// What passes the filters, and what of it is drawn.

import assert from "node:assert/strict";
import test from "node:test";
import { type Selection, members, select } from "../src/select";
import type { State } from "../src/state";
import { market, state } from "./invented";

function passing(change: Partial<State>): string[] {
  return select(market(), state(change)).passing.map((tie) => tie.id);
}

const INVESTS = "colossa--invests_in--voltane";
const CLOUD = "cumulus--supplies--voltane";
const UNSURE = "colossa--supplies--brume";
const EXAMINES = "board--examines--colossa";
const ALLEGED = "colossa--invests_in--brume";
const DENIED = "brume--partners_with--voltane";
const LEADS = "quill--leads--voltane";

const FILTERS: [string, Partial<State>, string[]][] = [
  ["at first ties between organisations that nobody denies, what was read unsurely last", {}, [INVESTS, CLOUD, EXAMINES, ALLEGED, UNSURE]],
  ["by relation", { relations: ["supplies"] }, [CLOUD, UNSURE]],
  ["by status", { statuses: ["denied", "ended"] }, [INVESTS, DENIED]],
  ["by channel", { channels: ["0"] }, [INVESTS, ALLEGED]],
  ["by layer of either end", { layers: ["-1"] }, [EXAMINES]],
  ["by origins", { origins: 2 }, [INVESTS, CLOUD, UNSURE]],
  ["by how they were read", { read: ["unsurely"] }, [UNSURE]],
  ["by kind", { kinds: ["person", "company"], relations: ["leads"] }, [LEADS]],
  ["without what is hidden", { hidden: ["voltane"] }, [EXAMINES, ALLEGED, UNSURE]],
  ["nothing", { relations: ["none"] }, []],
];

for (const [words, change, wanted] of FILTERS) {
  test(`ties pass: ${words}`, () => assert.deepEqual(passing(change), wanted));
}

test("a centre shows its own ties and those of what it owns, of any kind", () => {
  assert.deepEqual(passing({ centres: ["voltane"] }).sort(), [INVESTS, CLOUD, LEADS].sort());
  assert.deepEqual([...members(market(), ["colossa"])].sort(), ["colossa", "cumulus"]);
  assert.ok(passing({ centres: ["colossa"] }).includes(CLOUD));
});

test("also the ties between its neighbours, if asked for", () => {
  assert.ok(!passing({ centres: ["voltane"], statuses: ["asserted"] }).includes(UNSURE));
  assert.ok(passing({ centres: ["voltane"], between: true, statuses: ["asserted", "ended", "denied"] }).includes(UNSURE));
});

const DAYS: [string, string | undefined][] = [
  ["2023-12-31", undefined],
  ["2024-01-10", "planned"],
  ["2024-02-29", "planned"],
  ["2024-03-01", "asserted"],
  ["2025-01-01", "ended"],
];

for (const [day, status] of DAYS) {
  test(`on ${day} the investment is ${status ?? "not told of yet"}, and keeps its place`, () => {
    const found = select(market(), state({ on: day }));
    assert.equal(found.lines.find((line) => line.id === INVESTS)?.status, status);
    assert.equal(found.passing.some((tie) => tie.id === INVESTS), status !== undefined);
    assert.ok(found.passing.some((tie) => tie.id === CLOUD), "what has no day is always there");
  });
}

function elements(found: Selection): number {
  return found.nodes.length + found.lines.length;
}

test("no more is drawn than asked for, the best supported first, and what is left is counted", () => {
  const found = select(market(), state({ most: 3 }));
  assert.ok(elements(found) <= 3);
  assert.deepEqual(found.lines.map((line) => line.id), [INVESTS]);
  assert.equal(found.left, 4);
  assert.equal(found.passing.length, 5);
});

test("a folded house is one node, with its ties joined and its members counted", () => {
  const found = select(market(), state({ folded: ["*"], relations: ["supplies", "invests_in"] }));
  assert.ok(!found.nodes.includes("cumulus"));
  assert.equal(found.folds.get("colossa"), 1);
  assert.ok(found.lines.some((line) => line.subject === "colossa" && line.object === "voltane" && line.ties[0]?.id === CLOUD));
  assert.equal(found.boxes.size, 0);
  assert.deepEqual(select(market(), state()).boxes.get("colossa"), ["colossa", "cumulus"]);
});
