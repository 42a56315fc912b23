// The few words of OpenSSH's multiplexing protocol (PROTOCOL.mux) that hold a shared connection open, and learn who keeps it.
//
// A connected client counts as a user of the connection. So the master stays as long as this process holds a line to it, and
// ends when the line is closed: also when this process is killed, for the kernel closes the line then.

import { connect } from "node:net";

const HELLO = 0x0000_0001;
const ALIVE_CHECK = 0x1000_0004;
const ALIVE = 0x8000_0005;
const VERSION = 4;
/** Answers are a few words long. */
const LONGEST = 65_536;
const ANSWER_MS = 2000;

/** A line to the process that has the connection. */
export interface MasterLine {
  readonly pid: number;
  /** Settles when the master is gone, or the line closed. */
  readonly gone: Promise<void>;
  close(): void;
}

/** Connects to a control socket; undefined where no master answers there. */
export function openMasterLine(path: string): Promise<MasterLine | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let bytes = Buffer.alloc(0);
    let over = (): void => undefined;
    const gone = new Promise<void>((settle) => (over = settle));
    const timer = setTimeout(() => socket.destroy(), ANSWER_MS);
    socket.unref();
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      over();
      resolve(undefined);
    });
    socket.on("connect", () => socket.write(Buffer.concat([packet(HELLO, VERSION), packet(ALIVE_CHECK, 1)])));
    socket.on("data", (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece]);
      for (let size = sizeOf(bytes); size !== undefined; size = sizeOf(bytes)) {
        if (size > LONGEST) return void socket.destroy();
        const body = bytes.subarray(4, 4 + size);
        bytes = bytes.subarray(4 + size);
        if (size < 12 || body.readUInt32BE(0) !== ALIVE) continue;
        clearTimeout(timer);
        resolve({ pid: body.readUInt32BE(8), gone, close: () => void socket.destroy() });
      }
      return undefined;
    });
  });
}

function packet(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(8, 0);
  bytes.writeUInt32BE(type, 4);
  bytes.writeUInt32BE(value, 8);
  return bytes;
}

/** Bytes of the first packet's body, where all of it is there (or is too long to wait for). */
function sizeOf(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const size = bytes.readUInt32BE(0);
  return size > LONGEST || bytes.length >= 4 + size ? size : undefined;
}
