import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_INVENTORY, inventoryPath, parseInventory, routeOf } from "../../src/sessions/index.js";

const FILE = "/home/me/inventory.json";
const parse = (entries: unknown): ReturnType<typeof parseInventory> => parseInventory(JSON.stringify(entries), FILE);

test("the inventory is where the variable says, else below the user's configuration", () => {
  assert.equal(inventoryPath({ REMORA_INVENTORY: "/x.json" }, "/home/me"), "/x.json");
  assert.equal(inventoryPath({}, "/home/me"), "/home/me/.config/remora/inventory.json");
  assert.equal(inventoryPath({ XDG_CONFIG_HOME: "/etc/me" }, "/home/me"), "/etc/me/remora/inventory.json");
});

test("a listed name is found whatever its case", () => {
  const inventory = parse({ Server01: { transport: "process", drives: { C: "/srv/c" } } });
  assert.deepEqual(routeOf(inventory, "SERVER01", "me"), { transport: "process", drives: { C: "/srv/c" } });
});

for (const name of ["localhost", ".", "ThisHost", "LOCALHOST"])
  test(`${name} is this computer without an entry`, () => {
    assert.deepEqual(routeOf(EMPTY_INVENTORY, name, "thishost"), { transport: "process" });
  });

test("any other name is reached over SSH", () => {
  assert.deepEqual(routeOf(EMPTY_INVENTORY, "elsewhere", "thishost"), { transport: "ssh" });
});

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ["text that is not JSON", "{", /inventory \/home\/me\/inventory\.json is not JSON/],
  ["a list", "[]", /must be an object of computer names/],
  ["an entry without transport", '{"A":{}}', /entry "A" .* needs a "transport"/],
  ["a field nobody knows", '{"A":{"transport":"ssh","colour":"red"}}', /entry "A" .* has a "colour"/],
  ["a port that is none", '{"A":{"transport":"ssh","port":70000}}', /"port" must be a number from 1 to 65535/],
  ["drives that are no table", '{"A":{"transport":"process","drives":["C"]}}', /"drives" must be an object/],
];

for (const [what, text, message] of WRONG)
  test(`${what} is refused, and the message says where`, () => {
    assert.throws(() => parseInventory(text, FILE), message);
  });
