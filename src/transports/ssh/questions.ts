// How ssh's questions reach whoever can answer them: ssh starts a tiny program (SSH_ASKPASS), which asks this process over a
// private socket.
//
// Rule: an answer is never on a command line, in the environment, in a file or in a log. One question at a time is asked,
// whatever the number of connections that wait.

import { chmodSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Ask, SshQuestion } from "./target.js";

/** Bytes of a question that are read. */
const LONGEST_QUESTION = 65_536;

/** The program that ssh starts, as text for `node -e`: it sends its argument and prints the answer. */
const ASKING =
  `const[w,k]=[process.env.REMORA_ASK_SOCKET,process.env.REMORA_ASK_KEY];` +
  `const c=require("net").connect(w,()=>c.end(JSON.stringify({key:k,prompt:process.argv[1]||"",hint:process.env.SSH_ASKPASS_PROMPT||""})));` +
  `let t="";c.setEncoding("utf8").on("data",d=>t+=d).on("error",()=>process.exit(1)).on("end",()=>{` +
  `if(t[0]!=="+")process.exit(1);process.stdout.write(t.slice(1)+"\\n",()=>process.exit(0))})`;

/** One connection's line to whoever answers. */
export interface AskLine {
  /** Variables for the ssh program. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

export interface AskLineOptions {
  readonly computerName: string;
  readonly ask: Ask;
  /** Called when a question waits for its answer, and when it has it; `answered` is false where nobody had one. */
  asked?(question: SshQuestion): void;
  settled?(question: SshQuestion, answered: boolean): void;
}

interface Asker {
  readonly options: AskLineOptions;
  readonly sockets: Set<Socket>;
}

export class QuestionDesk {
  readonly #folder: () => string;
  readonly #askers: Map<string, Asker> = new Map();
  #server: Promise<{ server: Server; path: string; program: string }> | undefined;
  #last: Promise<void> = Promise.resolve();

  /** `folder` gives a folder that only this user can enter. */
  constructor(folder: () => string) {
    this.#folder = folder;
  }

  async open(options: AskLineOptions): Promise<AskLine> {
    const { path, program } = await (this.#server ??= this.#listen());
    const key = randomBytes(16).toString("hex");
    const asker: Asker = { options, sockets: new Set() };
    this.#askers.set(key, asker);
    return {
      environment: {
        SSH_ASKPASS: program,
        SSH_ASKPASS_REQUIRE: "force",
        // Older clients use the program only where there could be a window for it.
        DISPLAY: process.env["DISPLAY"] ?? ":0",
        REMORA_ASK_SOCKET: path,
        REMORA_ASK_KEY: key,
      },
      close: () => {
        this.#askers.delete(key);
        for (const socket of asker.sockets) socket.destroy();
      },
    };
  }

  async close(): Promise<void> {
    const started = await this.#server;
    started?.server.close();
  }

  async #listen(): Promise<{ server: Server; path: string; program: string }> {
    const folder = this.#folder();
    const isWindows = process.platform === "win32";
    const path = isWindows ? `\\\\.\\pipe\\remora-${randomBytes(12).toString("hex")}` : join(folder, "ask");
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(path, resolve);
    });
    server.unref();
    if (!isWindows) chmodSync(path, 0o600);
    return { server, path, program: writeProgram(folder, isWindows) };
  }

  #serve(socket: Socket): void {
    let text = "";
    socket.setEncoding("utf8").setTimeout(0);
    socket.on("error", () => undefined);
    socket.on("data", (piece: string) => {
      text += piece;
      if (text.length > LONGEST_QUESTION) socket.destroy();
    });
    socket.on("end", () => {
      const { key, prompt, hint } = parse(text);
      const asker = this.#askers.get(key);
      if (!asker) return socket.destroy();
      asker.sockets.add(socket);
      socket.on("close", () => asker.sockets.delete(socket));
      return void this.#ask(asker, prompt, hint, socket);
    });
  }

  #ask({ options }: Asker, prompt: string, hint: string, socket: Socket): Promise<void> {
    // A notice, as for a security key that wants to be touched: nothing is asked.
    if (hint === "none") return Promise.resolve(void socket.end("+"));
    const question: SshQuestion = { kind: kindOf(prompt), prompt, computerName: options.computerName };
    options.asked?.(question);
    const turn = this.#last.then(async () => {
      if (socket.destroyed) return;
      let answer: string | undefined;
      try {
        answer = await options.ask(question);
      } catch {
        answer = undefined;
      }
      socket.end(answer === undefined ? "-" : `+${answer}`);
      options.settled?.(question, answer !== undefined);
    });
    this.#last = turn;
    return turn;
  }
}

/** What a prompt of ssh asks for. */
function kindOf(prompt: string): SshQuestion["kind"] {
  if (/continue connecting|type 'yes'|'yes', 'no' or the fingerprint/i.test(prompt)) return "hostKey";
  if (/passphrase|\bPIN\b/i.test(prompt)) return "passphrase";
  if (/password/i.test(prompt)) return "password";
  return "other";
}

function parse(text: string): { key: string; prompt: string; hint: string } {
  try {
    const { key, prompt, hint } = JSON.parse(text) as Record<string, unknown>;
    return { key: String(key), prompt: String(prompt), hint: String(hint) };
  } catch {
    return { key: "", prompt: "", hint: "" };
  }
}

/** ssh starts a program by its path alone, so there is a script that knows Node's path and the program's text. */
function writeProgram(folder: string, isWindows: boolean): string {
  const program = join(folder, isWindows ? "ask.cmd" : "askpass");
  const [node, text] = [process.execPath, ASKING];
  const script = isWindows
    ? `@"${node}" -e "${text.replaceAll('"', "'")}" %*\r\n`
    : `#!/bin/sh\nunset NODE_EXTRA_CA_CERTS NODE_OPTIONS\nexec '${node.replaceAll("'", String.raw`'\''`)}' -e '${text}' "$@"\n`;
  writeFileSync(program, script, { mode: 0o700 });
  return program;
}

/** Answers that are known beforehand, each given once: a wrong password is not tried a second time. */
export function knownAnswers(answers: {
  readonly password?: string;
  readonly passphrase?: string;
  /** True: the key of a host that is not known is accepted. */
  readonly acceptHostKey?: boolean;
}): Ask {
  const given = new Set<string>();
  return (question) => {
    const { kind } = question;
    if (kind === "hostKey") return Promise.resolve(answers.acceptHostKey ? "yes" : undefined);
    const answer = kind === "passphrase" ? (answers.passphrase ?? answers.password) : answers.password;
    if (answer === undefined || given.has(kind)) return Promise.resolve(undefined);
    given.add(kind);
    return Promise.resolve(answer);
  };
}
