// The few words of OpenSSH's multiplexing protocol (PROTOCOL.mux) that hold a shared connection open, learn who keeps it, and
// have it forward a socket.
//
// A connected client counts as a user of the connection. So the master stays as long as this process holds a line to it, and
// ends when the line is closed: also when this process is killed, for the kernel closes the line then.

import { connect } from "node:net";

const HELLO = 0x0000_0001;
const ALIVE_CHECK = 0x1000_0004;
const OPEN_FORWARD = 0x1000_0006;
const OK = 0x8000_0001;
const ALIVE = 0x8000_0005;
const VERSION = 4;
/** A forward of what connects here. */
const LOCAL_FORWARD = 1;
/** In place of a port: the name before it is a Unix socket's path. */
const STREAM_LOCAL = 0xffff_fffe;
/** Answers are a few words long. */
const LONGEST = 65_536;
const ANSWER_MS = 2000;

/** A line to the process that has the connection. */
export interface MasterLine {
  readonly pid: number;
  /** Settles when the master is gone, or the line closed. */
  readonly gone: Promise<void>;
  /**
   * Has the master listen on a Unix socket of this computer, for as long as it lives, and pass on whoever connects there to
   * one of the host. Resolves with whether it does; whether anybody listens at the host shows when somebody connects.
   */
  forward(local: string, remote: string): Promise<boolean>;
  close(): void;
}

/** Connects to a control socket; undefined where no master answers there. */
export function openMasterLine(path: string): Promise<MasterLine | undefined> {
  const socket = connect(path);
  const gone = new Promise<void>((settle) => socket.once("close", () => settle()));
  const answers = new Map<number, (body: Buffer | undefined) => void>();
  let requests = 0;
  let bytes = Buffer.alloc(0);

  /** The answer to a request; undefined where there is none. */
  function ask(type: number, ...values: readonly (number | string)[]): Promise<Buffer | undefined> {
    const id = ++requests;
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), ANSWER_MS);
      const settle = (body: Buffer | undefined): void => {
        clearTimeout(timer);
        answers.delete(id);
        resolve(body);
      };
      answers.set(id, settle);
      socket.write(packet(type, id, ...values));
    });
  }

  socket.unref();
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const settle of answers.values()) settle(undefined);
  });
  socket.on("data", (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece]);
    for (let size = sizeOf(bytes); size !== undefined; size = sizeOf(bytes)) {
      if (size > LONGEST) return void socket.destroy();
      const body = bytes.subarray(4, 4 + size);
      bytes = bytes.subarray(4 + size);
      if (size >= 8 && body.readUInt32BE(0) !== HELLO) answers.get(body.readUInt32BE(4))?.(body);
    }
    return undefined;
  });
  socket.write(packet(HELLO, VERSION));
  return ask(ALIVE_CHECK).then((alive) => {
    if (alive === undefined || alive.length < 12 || alive.readUInt32BE(0) !== ALIVE) return void socket.destroy();
    return {
      pid: alive.readUInt32BE(8),
      gone,
      async forward(local, remote) {
        const answer = await ask(OPEN_FORWARD, LOCAL_FORWARD, local, STREAM_LOCAL, remote, STREAM_LOCAL);
        return answer?.readUInt32BE(0) === OK;
      },
      close: () => void socket.destroy(),
    };
  });
}

/** Its length, then the values: numbers of four bytes, and texts with their length. */
function packet(...values: readonly (number | string)[]): Buffer {
  const body = Buffer.concat(values.flatMap((value) => (typeof value === "number" ? [word(value)] : text(value))));
  return Buffer.concat([word(body.length), body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer[] {
  const bytes = Buffer.from(value, "utf8");
  return [word(bytes.length), bytes];
}

/** Bytes of the first packet's body, where all of it is there (or is too long to wait for). */
function sizeOf(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const size = bytes.readUInt32BE(0);
  return size > LONGEST || bytes.length >= 4 + size ? size : undefined;
}
