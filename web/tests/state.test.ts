// Every view has an address, and every address gives a view.

import assert from "node:assert/strict";
import test from "node:test";
import { type State, USUAL, decode, encode } from "../src/state";

const VIEWS: [string, Partial<State>][] = [
  ["", {}],
  ["of=colossa,voltane&origins=2&on=2024-05-01", { centres: ["colossa", "voltane"], origins: 2, on: "2024-05-01" }],
  ["fold=*&relation=invests_in&status=planned,alleged&channel=0&layer=-1&kind=person&read=surely", { folded: ["*"], relations: ["invests_in"], statuses: ["planned", "alleged"], channels: ["0"], layers: ["-1"], kinds: ["person"], read: ["surely"] }],
  ["between=1&labels=1&most=240&chosen=tie%3Aa--b--c&claim=3&view=table&sort=-claims", { between: true, labels: true, most: 240, chosen: "tie:a--b--c", claim: 3, view: "table", sort: "-claims" }],
  ["hide=a%2Cb%26c&at=x,12,-7", { hidden: ["a,b&c"], moved: { x: [12, -7] } }],
];

for (const [address, change] of VIEWS) {
  test(`a view is written as ${JSON.stringify(address)} and read back`, () => {
    assert.equal(encode({ ...USUAL, ...change }), address);
    assert.deepEqual(decode(`#${address}`), { ...USUAL, ...change });
  });
}

const WRONG = ["origins=0", "origins=x", "on=yesterday", "on=2024-1-1", "most=100000000", "claim=-4", "view=hologram", "at=x,NaN,1", "%E0%A4%A", "=", "&&&", "of="];

for (const address of WRONG) {
  test(`what ${JSON.stringify(address)} tells wrongly is left as usual`, () => {
    const found = decode(address);
    assert.ok(found.most <= 500);
    assert.deepEqual({ ...found, most: USUAL.most }, { ...USUAL });
  });
}

test("a name that is no valid escape stands for itself", () => {
  assert.deepEqual(decode("of=100%").centres, ["100%"]);
});
