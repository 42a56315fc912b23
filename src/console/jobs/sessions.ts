// `remora sessions`: the sessions that computers keep for this user.

import { isOver, type KeptJobPlace, type KeptJobWorld } from "../../jobs/index.js";
import { type KeptSession, keptSessions, throttle } from "../../sessions/index.js";
import { complain, writeJson } from "./answers.js";
import { type Arguments, openTimeoutMs } from "./arguments.js";
import { EXIT } from "./commands.js";
import { knownPlaces, placeJson, placesOf } from "./places.js";
import { shortBytes, shortTime, table } from "./table.js";

interface Found {
  readonly place: KeptJobPlace;
  readonly session: KeptSession;
}

export async function sessions(world: KeptJobWorld, given: Arguments): Promise<number> {
  const places = given.options["host"] === undefined ? knownPlaces(world) : placesOf(given.options);
  const openMs = openTimeoutMs(given);
  const room = throttle();
  let code: number = EXIT.done;
  const found = await Promise.all(
    places.map((place) =>
      room.run(async () => {
        try {
          return await sessionsAt(world, place, openMs);
        } catch (error) {
          complain((error as Error).message);
          code = EXIT.unreachable;
          return [];
        }
      }),
    ),
  );
  const all = found.flat();
  if (given.options["json"]) writeJson(all.map(({ place, session }) => ({ ...placeJson(place), ...session })));
  else if (all.length > 0) showSessions(all);
  return code;
}

async function sessionsAt(world: KeptJobWorld, place: KeptJobPlace, openTimeoutMs: number): Promise<Found[]> {
  const { computerName, ssh } = place;
  const found = await keptSessions(computerName, world.connector, { openTimeoutMs, ...(ssh && { ssh }) });
  return found.map((session) => ({ place, session }));
}

function showSessions(all: readonly Found[]): void {
  const now = Date.now();
  const rows = all.map(({ place, session }) => {
    const { id, name, state, disconnectedMs, idleTimeoutSec, client, pipelines } = session;
    const ends = disconnectedMs === undefined ? "" : shortTime(disconnectedMs + idleTimeoutSec * 1000, now);
    const running = pipelines.filter((pipeline) => !isOver(pipeline)).length;
    const bytes = pipelines.reduce((sum, pipeline) => sum + pipeline.bytes, 0);
    const shown = name === "" ? id.slice(0, 8) : name;
    return [shown, state, place.computerName, String(running), shortBytes(bytes), ends, client?.who ?? "", id];
  });
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  process.stdout.write(
    table(["NAME", "STATE", "HOST", "RUNNING", "DATA", "ENDS", "USED BY", "INSTANCE ID"], rows, width),
  );
}
