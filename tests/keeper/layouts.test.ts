// Every layout of journals there was, as an earlier version of this program left it: it must be read.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { adoptSession, findSessions, type Step } from "../../src/keeper/index.js";
import { countMessages } from "./packets.js";

const fixtures = fileURLToPath(new URL("../../../tests/fixtures/journals", import.meta.url));

for (const layout of readdirSync(fixtures))
  test(`a session that was left in ${layout} is found, with all that was not received of it`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), "remora-layout-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(fixtures, layout), folder, { recursive: true });
    const places = {
      journals: join(folder, "journals-1"),
      setAside: join(folder, "set-aside"),
      socket: "",
      lock: "",
      process: "",
      log: "",
    };
    const [found] = findSessions(places);
    assert.equal(found?.owner, undefined);
    assert.equal(found?.stored.name, "nightly");
    const { journal, setAside } = adoptSession(places, found!)!;
    assert.deepEqual(setAside, []);
    const [pipeline] = [...journal.pipelines()];
    assert.match(pipeline!.facts, /"command":"1\.\.5; Get-Item x"/);
    assert.deepEqual([pipeline!.received, pipeline!.last, pipeline!.end], [1, 6, undefined]);
    const steps = journal.cursor(pipeline!, 0).read();
    assert.deepEqual(steps.map(shown), ["2 <I32>2</I32>", "3 <I32>3</I32>", "5: 2 messages", "6 <S>not found</S>"]);
    const [rest] = journal.cursor(pipeline!, 4).read();
    assert.equal(shown(rest!), "5: 1 messages", "from the middle of a packet");
    journal.close();
  });

function shown(step: Step): string {
  if (step.type === "packet") return `${step.sequence}: ${countMessages(step.bytes)} messages`;
  return step.type === "message" ? `${step.sequence} ${step.payload}` : `${step.sequence}: ${step.count} missing`;
}
