// A client as a process of its own, to be killed: client-program HOME SCRIPT RECEIVED. It opens a kept session, runs the script,
// and says "started ID", then each item as it comes; the first RECEIVED of them it says to have received.

import { writeSync } from "node:fs";
import { scriptRequest, sessionWith } from "../../src/sessions/index.js";
import { connectorTo } from "./host.js";

const [home = "", script = "", received = "0"] = process.argv.slice(2);
const session = sessionWith("Server01", connectorTo(home), { keep: { name: "killed" } });
await session.open();
const most = Number(received);
const pipeline = session.invoke(
  scriptRequest({ script }),
  {
    items(items) {
      for (const { payload, sequence = 0 } of items) {
        writeSync(1, `${payload}\n`);
        if (sequence <= most) pipeline.received(sequence);
      }
    },
    ended: () => undefined,
  },
  { manual: true, name: "job", command: script },
);
writeSync(1, `started ${session.instanceId}\n`);
