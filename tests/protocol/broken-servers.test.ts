// Servers that do wrong, recorded with what PowerShell's client made of it: ours must make the same of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClientEvent, OutOfProcessClient } from "../../src/protocol/index.js";
import { BASE64, captureNames, readCapture } from "./support/captures.js";
import { messagesOf } from "./support/conversation.js";
import { act } from "./support/replay-client.js";

interface Outcome {
  /** Whom the fault breaks. */
  readonly breaks: "nothing" | "pipeline" | "session" | "opening";
  readonly message?: RegExp;
  /** Numbers that arrived. */
  readonly output?: string;
}

const PROCESSING = "^There is an error processing data from the background process\\. Error reported: ";
const ENDED = /^The transport has ended\.$/;

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  "14a-banner-on-stdout": { breaks: "opening", message: new RegExp(`${PROCESSING}Welcome to the host\\.\\.$`) },
  "14b-banner-on-stderr": { breaks: "nothing", output: "1 2 3 4" },
  "14c-connection-refused": { breaks: "opening", message: ENDED },
  "14d-no-subsystem": { breaks: "opening", message: ENDED },
  "14e-login-shell-talks-and-ends": {
    breaks: "opening",
    message: new RegExp(`${PROCESSING}Welcome to the host\\.\\.$`),
  },
  "14g-cut-after-capability": { breaks: "opening", message: ENDED },
  "14h-cut-in-stream": { breaks: "session", message: ENDED, output: "1 2 3" },
  "14i-cut-in-line": { breaks: "session", message: new RegExp(PROCESSING), output: "1 2" },
  "14j-text-in-stream": {
    breaks: "session",
    message: new RegExp(`${PROCESSING}some text that is not xml\\.$`),
    output: "1 2",
  },
  "14k-unknown-element": {
    breaks: "session",
    message: new RegExp(
      `${PROCESSING}An unknown element "Hello" was received\\. This can happen if .* abnormally\\.\\.$`,
    ),
    output: "1 2",
  },
  "14l-bad-base64": { breaks: "session", message: new RegExp(`${PROCESSING}The input is not a valid Base-64 string`) },
  "14n-bad-guid": { breaks: "session", message: new RegExp(`${PROCESSING}Unrecognized Guid format\\.\\.$`) },
  "14o-unknown-pipeline": { breaks: "nothing", output: "1 2 3 4" },
  "14p-error-line": {
    breaks: "session",
    message:
      /^The background process reported an error with the following message: the server says something went wrong\.$/,
  },
  "14q-two-elements-on-a-line-and-blank": { breaks: "nothing", output: "1 2 3 4" },
  "14q2-leading-blank": {
    breaks: "session",
    message: new RegExp(`${PROCESSING}Cannot process an element with node type "Whitespace"`),
  },
  "14r-server-sends-close": {
    breaks: "session",
    message: new RegExp(`${PROCESSING}An unknown element "Close" was received`),
  },
  "14w-fragment-object-zero": {
    breaks: "pipeline",
    message: /^ObjectId cannot be less than or equal to 0\./,
    output: "1",
  },
  "14x-fragment-not-starting-at-zero": { breaks: "nothing", output: "1 2 3 4" },
  "14y-fragment-length-zero": { breaks: "pipeline", message: /At least 61 bytes of data are required/, output: "1" },
  "14z-fragment-length-negative": {
    breaks: "pipeline",
    message: /^Remoting data is too large to be reassembled/,
    output: "1",
  },
};

for (const [name, outcome] of Object.entries(OUTCOMES))
  test(`${name} breaks ${outcome.breaks}`, () => {
    const events = replay(name);
    const broken = events.find((event) => event.type === "RunspacePoolBroken");
    const failed = events.find((event) => event.type === "PipelineBroken");
    const error = (broken ?? failed)?.error.message ?? "";
    const opened = events.some((event) => event.type === "RUNSPACEPOOL_STATE" && event.state === "Opened");
    const breaks = broken ? (opened ? "session" : "opening") : failed ? "pipeline" : "nothing";
    assert.equal(breaks, outcome.breaks, error);
    if (outcome.message) assert.match(error, outcome.message);
    if (outcome.output) assert.equal(outputOf(events), outcome.output);
    if (breaks === "opening")
      assert.match(broken!.error.fullyQualifiedErrorId, /PSSessionOpenFailed|PSSessionStateBroken/);
  });

test("a payload that is no CLIXML arrives as it is: whoever decodes it meets the fault", () => {
  for (const name of captureNames(/^14[tuv]/)) {
    const events = replay(name);
    assert.match(outputOf(events), /^1 \?/, name);
    assert.ok(!events.some((event) => event.type === "RunspacePoolBroken"));
  }
});

function outputOf(events: readonly ClientEvent[]): string {
  const payloads = events.flatMap((event) => (event.type === "PIPELINE_OUTPUT" ? [event.payload] : []));
  return payloads
    .filter((payload) => payload !== "<S>next</S>") // the next command, where the session went on
    .map((payload) => /^<I32>(\d)<\/I32>$/.exec(payload)?.[1] ?? "?")
    .join(" ");
}

/** Everything our client makes of what the server said. */
function replay(name: string): ClientEvent[] {
  const capture = readCapture(name);
  const [init] = messagesOf(capture, "server");
  const client = new OutOfProcessClient({ runspacePoolId: init!.runspacePoolId, base64: BASE64 });
  const events: ClientEvent[] = [];
  client.machine.open("");
  for (const { from, text, whole } of capture.lines) {
    if (from === "C") tolerant(() => act(client, text));
    if (from === "S") events.push(...client.receive(whole ? `${text}\n` : text));
    client.take();
  }
  const isClosed = events.some((event) => event.type === "RunspacePoolClosed");
  if (!isClosed) events.push(...client.end("The transport has ended."));
  return events;
}

function tolerant(action: () => void): void {
  try {
    action();
  } catch {
    // the recorded client went on in another state than ours
  }
}
