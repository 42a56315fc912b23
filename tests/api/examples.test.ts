// The examples of docs/api.md, run as they stand.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { formatWithOptions } from "node:util";
import { checkout } from "../support/program.js";
import { twoServers } from "../support/two-servers.js";

const servers = twoServers();
after(() => servers.dispose());

const page = readFileSync(join(checkout, "docs", "api.md"), "utf8");
const door = pathToFileURL(join(checkout, "dist", "src", "index.js")).href;

/** Examples with the heading they stand under. */
const examples: { readonly title: string; readonly code: string }[] = [];
let heading = "";
for (const [, title, code] of page.matchAll(/^#+ (.*)$|^```js\n([\s\S]*?)^```$/gm)) {
  if (title !== undefined) heading = title;
  else examples.push({ title: heading, code: code! });
}

examples.forEach(({ title, code }, number) => {
  test(`example ${number + 1}, under "${title}", prints what it says`, { timeout: 60_000 }, async () => {
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].flatMap(([, text]) => text!.split(" → "));
    const file = join(servers.folder, `example-${number}.mjs`);
    const printed: string[] = [];
    const log = console.log;
    writeFileSync(file, code.replaceAll('from "remora"', `from ${JSON.stringify(door)}`));
    console.log = (...values: unknown[]): void =>
      void printed.push(formatWithOptions({ breakLength: Infinity }, ...values));
    try {
      await import(pathToFileURL(file).href);
    } finally {
      console.log = log;
      rmSync(file);
    }
    assert.deepEqual(printed, expected);
  });
});
