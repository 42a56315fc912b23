// The keeper of this computer as a transport: this process is its own relay.

import { homedir } from "node:os";
import { PassThrough, Writable } from "node:stream";
import { relay } from "../keeper/index.js";
import type { LocalKeeper } from "../sessions/index.js";
import {
  type ChildRegistry,
  childProcessTransport,
  type Transport,
  type TransportEvents,
} from "../transports/index.js";
import { ownPlaces } from "./keep-places.js";
import { sessionEnvironment, startKeeper } from "./start-keeper.js";

export interface LocalKeeperOptions {
  /** The folder that this program was started from. */
  readonly bundles: string;
  /** Program and arguments that serve PSRP on their standard input and output. */
  readonly endpoint: readonly string[];
  readonly registry?: ChildRegistry;
}

/** Reaches the keeper of whom an environment belongs to, and starts it where there is none. */
export function localKeeper({ bundles, endpoint, registry }: LocalKeeperOptions): LocalKeeper {
  return ({ env, description }) => {
    const toKeeper = new PassThrough();
    let events: TransportEvents | undefined;
    let alone: Transport | undefined;
    let held: (() => void) | undefined;
    let isHeld = false;
    const fromKeeper = new Writable({
      write(bytes: Buffer, _, done) {
        events?.data(bytes);
        if (isHeld) held = done;
        else done();
      },
    });
    fromKeeper.on("error", () => undefined);
    const close = (error?: string): void => {
      const told = events;
      events = undefined;
      told?.closed(error === undefined ? {} : { error });
    };
    /** No keeper can be had: a process of this client's own serves it. */
    const serveAlone = (early: Buffer): void => {
      const [file = "", ...args] = endpoint;
      alone = childProcessTransport({ file, args, env, description }, registry);
      alone.open({ data: (bytes) => events?.data(bytes), closed: ({ error }) => close(error) });
      if (early.length > 0) alone.send(early);
      toKeeper.on("data", (bytes: Buffer) => alone?.send(bytes));
      toKeeper.once("end", () => alone?.end());
    };
    return {
      description,
      open(told) {
        events = told;
        const environment = sessionEnvironment(env);
        void relay({
          places: ownPlaces(bundles, env),
          hello: { mode: "keep", ssh: false, start: env["HOME"] || homedir(), initialScripts: [], environment },
          input: toKeeper,
          output: fromKeeper,
          startKeeper: () => startKeeper(endpoint, env),
          serveAlone,
          leave: () => close(),
        });
      },
      send: (bytes) => !events || toKeeper.writableEnded || toKeeper.write(bytes),
      drained() {
        if (!events || !toKeeper.writableNeedDrain) return Promise.resolve();
        return new Promise((resolve) => toKeeper.once("drain", resolve));
      },
      pause() {
        isHeld = true;
        alone?.pause();
      },
      resume() {
        isHeld = false;
        const goOn = held;
        held = undefined;
        goOn?.();
        alone?.resume();
      },
      end: () => void toKeeper.end(),
      kill() {
        alone?.kill();
        fromKeeper.destroy(new Error("The transport was closed."));
        toKeeper.end();
        setImmediate(() => close("The transport was closed."));
      },
    };
  };
}
