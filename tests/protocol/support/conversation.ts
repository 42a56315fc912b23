// A captured conversation taken apart: elements of each side, and the messages in them.

import {
  Defragmenter,
  type Destination,
  type Element,
  FRAGMENT_HEADER_SIZE,
  type Message,
  messageReader,
  readElements,
  readFragment,
} from "../../../src/protocol/index.js";
import { BASE64, type Capture } from "./captures.js";

export interface SaidElement {
  readonly from: "C" | "S";
  readonly element: Element;
  /** The messages that this Data completes. */
  readonly messages: readonly Message[];
  /** The object id of each of them. */
  readonly objectIds: readonly number[];
  readonly bytes: Uint8Array;
}

/** Every element that both sides said, in order. Lines that are none, and fragments that are wrong, are left out. */
export function elementsOf(capture: Capture): SaidElement[] {
  const streams = new Map<string, Defragmenter>();
  const unread = new Map<string, Uint8Array>();
  const reader = messageReader();
  const said: SaidElement[] = [];
  for (const { from, text } of capture.lines) {
    if (from === "E") continue;
    for (const element of tolerant(() => readElements(text)) ?? []) {
      const bytes = element.name === "Data" ? BASE64.decodeBase64(element.body) : new Uint8Array(0);
      const key = `${from} ${element.stream} ${element.psGuid}`;
      const stream = streams.get(key) ?? new Defragmenter();
      streams.set(key, stream);
      const messages: Message[] = [];
      tolerant(() => stream.push(bytes, (message) => messages.push(reader.read(message))));
      const all = new Uint8Array(Buffer.concat([unread.get(key) ?? [], bytes].map((part) => Buffer.from(part))));
      const objectIds: number[] = [];
      unread.set(key, all.subarray(endIds(all, objectIds)));
      said.push({ from, element, messages, objectIds, bytes });
    }
  }
  return said;
}

/** Adds the ids of the objects that end in these bytes, and gives where the last whole fragment ends. */
function endIds(bytes: Uint8Array, ids: number[]): number {
  for (let at = 0; ;) {
    const fragment = tolerant(() => readFragment(bytes, at));
    if (fragment === undefined) return at;
    if (fragment.end) ids.push(fragment.objectId);
    at += FRAGMENT_HEADER_SIZE + fragment.blob.length;
  }
}

export function messagesOf(capture: Capture, to?: Destination): Message[] {
  return elementsOf(capture)
    .filter(({ from }) => to === undefined || from === (to === "server" ? "C" : "S"))
    .flatMap(({ messages }) => messages);
}

function tolerant<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
