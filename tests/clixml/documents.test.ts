// Documents that PowerShell 7.6 wrote, and what it says to documents that it refuses.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ClixmlError, readClixml, writeClixml } from "../../src/clixml/index.js";
import { asBefore, clixmlNames, fixture, withoutPrefix } from "./support.js";

/** The recordings were made in Asia/Kolkata, which had local mean time in 1601. */
const kolkata = (utcMilliseconds: number): number => (utcMilliseconds < -3_000_000_000_000 ? 353 : 330);

/** Documents that another journey changes, as it does in PowerShell. */
const CHANGED: Record<string, string> = {
  bitarray: "an enumerable object comes back as a list",
  hashset: "an enumerable object comes back as a list",
  scriptblock: "a script block comes back as a string",
  "custom-default-display-set": "a member set stays behind",
  directoryinfo: "a string in an object of its own comes back as a string",
  exception: "an exception within an exception is a property bag at the end of the depth",
};

for (const name of clixmlNames("clixml")) {
  const changed = CHANGED[name];
  test(`${name}.clixml reads, and ${changed ?? "written again is the same text"}`, () => {
    const text = fixture(`clixml/${name}.clixml`);
    const values = readClixml(text, { localOffset: kolkata });
    for (const value of values) asBefore(value);
    const again = writeClixml(values, { indent: true, localOffset: kolkata });
    if (changed) assert.notEqual(withoutPrefix(again), text);
    else assert.equal(withoutPrefix(again), withoutPrefix(text));
  });
}

test("the type names of what is read are those PowerShell shows", () => {
  for (const name of clixmlNames("clixml")) {
    const shown = fixture(`clixml/${name}.text`).split("--- PSTypeNames\n")[1]!.trimEnd();
    const value = readClixml(fixture(`clixml/${name}.clixml`))[0];
    const names = (value as { typeNames?: string[] } | null)?.typeNames;
    if (names) assert.equal(names.join("\n"), shown, name);
  }
});

for (const name of clixmlNames("clixml/malformed")) {
  const expected = fixture(`clixml/malformed/${name}.text`);
  const [, ...message] = expected.split("\n");
  test(`malformed ${name}: ${expected.startsWith("!!") ? "PowerShell's words" : "taken"}`, () => {
    const read = (): unknown => readClixml(fixture(`clixml/malformed/${name}.clixml`));
    if (!expected.startsWith("!!")) read();
    else
      assert.throws(read, (error: ClixmlError) => {
        assert.ok(error instanceof ClixmlError);
        assert.equal(error.message, message.join("\n").trimEnd());
        return true;
      });
  });
}
