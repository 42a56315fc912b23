// The line editor, key by key. `|` marks the cursor.

import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../src/console/editor/history.js";
import { KeyDecoder } from "../../src/console/editor/keys.js";
import { LineEditor, type Outcome } from "../../src/console/editor/line-editor.js";
import { readLine } from "../../src/console/read-line.js";
import type { Terminal } from "../../src/console/terminal.js";
import { consoleUI } from "../../src/console/user-interface.js";

const UP = "\u001b[A";
const DOWN = "\u001b[B";
const LEFT = "\u001b[D";
const HOME = "\u001b[H";
const CTRL_LEFT = "\u001b[1;5D";
const BACKSPACE = "\u007f";

function editor(lines: readonly string[] = []): { type(keys: string): Promise<Outcome>; shown(): string } {
  const decoder = new KeyDecoder();
  const line = new LineEditor({
    history: new History({ load: () => lines, append: () => undefined }),
    isComplete: (text) => !text.trimEnd().endsWith("{") && !text.trimEnd().endsWith("|"),
    complete: (text, cursor) =>
      Promise.resolve({
        start: 0,
        end: cursor,
        matches: ["Get-Job", "Get-Item"]
          .filter((name) => name.toLowerCase().startsWith(text.toLowerCase()))
          .map((name) => ({ text: name, label: name })),
      }),
    colour: (text) => text,
  });
  return {
    async type(keys) {
      let outcome: Outcome = { type: "editing" };
      for (const key of decoder.feed(keys)) outcome = await line.press(key);
      return outcome;
    },
    shown: () => `${line.view.text.slice(0, line.view.cursor)}|${line.view.text.slice(line.view.cursor)}`,
  };
}

const EDITS: readonly [title: string, keys: string, shown: string][] = [
  ["typed characters stand before the cursor", "abc", "abc|"],
  ["left and right go by whole characters", `a😀${LEFT}`, "a|😀"],
  ["backspace removes a whole character", `a😀${BACKSPACE}`, "a|"],
  ["Home goes to the start of the line", `abc${HOME}x`, "x|abc"],
  ["Ctrl+Left goes to the start of the word", `get-job one${CTRL_LEFT}`, "get-job |one"],
  ["Ctrl+W removes the word and Ctrl+Y brings it back", "one two\u0017\u0019\u0019", "one twotwo|"],
  ["Ctrl+K removes the rest of the line", `abc${HOME}\u000b`, "|"],
  ["Ctrl+Z takes the last change back", "ab\u001a", "|"],
  ["Ctrl+A goes to the start of the line", "abc\u0001", "|abc"],
  ["a pasted text comes as it is, line breaks included", "\u001b[200~a\r\nb\u001b[201~", "a\nb|"],
  ["Alt+Enter begins a new line", "a\u001b\rb", "a\nb|"],
];

for (const [title, keys, shown] of EDITS) {
  test(title, async () => {
    const line = editor();
    await line.type(keys);
    assert.equal(line.shown(), shown);
  });
}

test("Enter runs a complete command", async () => {
  assert.deepEqual(await editor().type("1 + 1\r"), { type: "accepted", text: "1 + 1" });
});

test("Enter in an open block begins its next line", async () => {
  const line = editor();
  assert.deepEqual(await line.type("start-job {\r"), { type: "editing" });
  assert.equal(line.shown(), "start-job {\n|");
});

test("Up brings the last command, Down what was being typed", async () => {
  const line = editor(["first", "second"]);
  await line.type(`${UP}${UP}`);
  assert.equal(line.shown(), "first|");
  await line.type(`${DOWN}${DOWN}`);
  assert.equal(line.shown(), "|");
});

test("Up looks only among commands that begin as the line does", async () => {
  const line = editor(["Get-Job", "1 + 1"]);
  await line.type(`G${UP}`);
  assert.equal(line.shown(), "Get-Job|");
});

test("Ctrl+R searches the history for a part of a line", async () => {
  const line = editor(["Get-Job -Id 3", "Get-Item ."]);
  await line.type("\u0012id");
  assert.equal(line.shown(), "Get-Job -Id 3|");
});

test("Tab completes, and goes on to the next completion", async () => {
  const line = editor();
  await line.type("get\t");
  assert.equal(line.shown(), "Get-Job|");
  await line.type("\t");
  assert.equal(line.shown(), "Get-Item|");
});

test("Ctrl+C gives the line up, Ctrl+D on an empty one ends the console", async () => {
  assert.deepEqual(await editor().type("abc\u0003"), { type: "cancelled" });
  assert.deepEqual(await editor().type("\u0004"), { type: "ended" });
});

test("a sequence cut anywhere is the same key", () => {
  for (let at = 1; at < CTRL_LEFT.length; at++) {
    const decoder = new KeyDecoder();
    const keys = [...decoder.feed(CTRL_LEFT.slice(0, at)), ...decoder.feed(CTRL_LEFT.slice(at))];
    assert.deepEqual(
      keys.map((key) => [key.name, key.ctrl]),
      [["left", true]],
    );
  }
});

test("a lone Escape is a key once nothing follows it", () => {
  const decoder = new KeyDecoder();
  assert.deepEqual(decoder.feed("\u001b"), []);
  assert.deepEqual(
    decoder.flush().map((key) => key.name),
    ["escape"],
  );
});

test("what is said while a line is edited stands above it, and the line is drawn again", async () => {
  let written = "";
  let type: (text: string) => void = () => undefined;
  const terminal: Terminal = {
    columns: () => 80,
    rows: () => 24,
    supportsVirtualTerminal: false,
    write: (text) => void (written += text),
    listen(listener) {
      type = listener;
      return () => undefined;
    },
  };
  const services = {
    history: new History({ load: () => [], append: () => undefined }),
    isComplete: () => true,
    complete: () => Promise.resolve(undefined),
    colour: (text: string) => text,
  };
  const read = (): ReturnType<typeof readLine> => readLine(terminal, { prompt: "PS> ", continuation: ">> ", services });
  const ui = consoleUI(terminal, read, () => undefined);
  const line = read();
  type("Get-");
  await new Promise((resolve) => setImmediate(resolve));
  written = "";
  void ui.tell("writeWarningLine", ["The network connection to Server01 has been interrupted."]);
  // oxlint-disable-next-line no-control-regex
  const plain = written.replaceAll(/\u001b\[[?0-9;]*[A-Za-z]/g, "");
  assert.equal(plain, "\rWARNING: The network connection to Server01 has been interrupted.\r\n\rPS> Get-\r");
  type("Job\r");
  assert.deepEqual(await line, { type: "accepted", text: "Get-Job" });
  assert.equal(terminal.aside, undefined);
});

test("beside a question no progress is shown, and what others write comes in whole lines above it", async () => {
  let written = "";
  let type: (text: string) => void = () => undefined;
  const terminal: Terminal = {
    columns: () => 60,
    rows: () => 24,
    supportsVirtualTerminal: true,
    write: (text) => void (written += text),
    listen(listener) {
      type = listener;
      return () => undefined;
    },
  };
  const ui = consoleUI(
    terminal,
    (options) => readLine(terminal, options),
    () => undefined,
  );
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  // oxlint-disable-next-line no-control-regex
  const plain = (): string => written.replaceAll(/\u001b\[[?0-9;]*[A-Za-z]/g, "").replaceAll(/ +(?=\])/g, "");
  const answer = ui.ask("question", ["alice's password: ", true], new AbortController().signal);
  await turn();
  type("ab");
  await turn();
  written = "";
  const facts = { activityId: 1, parentActivityId: -1, activity: "Invoke-Command", percentComplete: 50 };
  const record = { ...facts, statusDescription: "1 done", secondsRemaining: -1, recordType: "Processing" };
  void ui.tell("writeProgress", [1, record]);
  void ui.tell("write", ["Server"]);
  assert.equal(plain(), "");
  void ui.tell("writeLine", ["01"]);
  assert.equal(plain(), "\rServer01\r\n\ralice's password: **\r");
  type("\r");
  assert.equal(await answer, "ab");
  written = "";
  void ui.tell("writeLine", ["Server02"]);
  assert.equal(plain(), "Server02\nInvoke-Command [1 done 50%]\r");
});
