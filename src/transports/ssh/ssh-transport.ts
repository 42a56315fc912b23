// SSH as a transport: the system's ssh carries the bytes of an endpoint that is found, or sent, at the far end.
//
// Rule: until the far end has said that its endpoint runs, nothing is sent to it but what it asked for: what is to be sent
// waits here. However it ends, `closed` comes once, with a sentence that names the computer, and no process is left.

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, childProcessTransport } from "../child-process.js";
import type { CloseReason, Transport, TransportEvents } from "../transport.js";
import { sshArguments, targetArguments } from "./arguments.js";
import { BootstrapReader, type BootstrapWord, bootstrapCommand, installer, OLDEST_NODE } from "./bootstrap.js";
import type { SshTransportOptions, SshWorld } from "./client.js";
import { ALONE, type Lease, LinkError } from "./links.js";
import type { AskLine } from "./questions.js";
import { connectSentence, installHint, lastWords, lostSentence, refusedKey } from "./reasons.js";
import type { SshQuestion, SshTarget } from "./target.js";

/** `starting`: no ssh yet; `finding`: the bootstrap runs; `open`: bytes pass through. */
type Phase = "starting" | "finding" | "open" | "closed";

/** The subsystem that a host without a POSIX shell is asked for. */
const POWERSHELL = "powershell";

/** What the bootstrap calls the endpoints of this project. */
const OWN: ReadonlySet<string> = new Set(["remora", "node"]);

const ABRUPT = "The SSH transport process has abruptly terminated causing this remote session to break.";

export class SshTransport implements Transport {
  readonly #target: SshTarget;
  readonly #options: SshTransportOptions;
  readonly #world: SshWorld;
  readonly #reader: BootstrapReader;
  readonly #nonce: string = randomBytes(8).toString("hex");
  /** Questions that were answered: who asks one again did not like the answer. */
  readonly #answered: Set<string> = new Set();
  #phase: Phase = "starting";
  #events: TransportEvents | undefined;
  #inner: Transport | undefined;
  #lease: Lease = ALONE;
  #line: AskLine | undefined;
  #waiting: Uint8Array[] = [];
  /** Says what comes before all that waits, once it is known who would hear it. */
  #first: (() => void) | undefined;
  #drainers: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isUp = false;
  #isPaused = false;
  #isEnding = false;
  #isKilled = false;
  #stderr = "";
  /** Said instead of what ssh says, where this program knows better. */
  #failure: string | undefined;
  /** The host has been asked for an endpoint by its shell, and has no such shell. */
  #shellWords: string | undefined;
  #what = "";
  /** The bootstrap has run, so the host has a POSIX shell. */
  #hasShell = false;

  constructor(target: SshTarget, options: SshTransportOptions, world: SshWorld) {
    this.#target = target;
    this.#options = options;
    this.#world = world;
    this.#reader = new BootstrapReader(this.#nonce);
  }

  readonly mayHaveBanner = true;

  get description(): string {
    return `endpoint of ${this.#options.computerName}: ssh${this.#what === "" ? "" : ` (${this.#what})`}`;
  }

  open(events: TransportEvents): void {
    this.#events = events;
    this.#start().catch((error: unknown) => {
      this.#close({ error: error instanceof Error ? error.message : String(error) });
    });
  }

  send(bytes: Uint8Array): boolean {
    if (this.#phase === "closed") return true;
    if (this.#phase === "open") return this.#inner!.send(bytes);
    this.#waiting.push(bytes.slice());
    return false;
  }

  sendToOwn(bytes: Uint8Array): Promise<boolean> {
    if (this.#phase === "open" || this.#phase === "closed") return Promise.resolve(this.#tellOwn(bytes));
    return new Promise((resolve) => (this.#first = () => resolve(this.#tellOwn(bytes))));
  }

  #tellOwn(bytes: Uint8Array): boolean {
    // Of a connection that was not made nobody knows what it would have led to: `closed` says why there is none.
    if (this.#phase === "closed") return true;
    if (this.#phase !== "open" || !OWN.has(this.#what)) return false;
    this.#inner!.send(bytes);
    return true;
  }

  drained(): Promise<void> {
    if (this.#phase === "closed") return Promise.resolve();
    if (this.#phase === "open") return this.#inner!.drained();
    return new Promise((resolve) => this.#drainers.push(resolve));
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#phase === "open") this.#inner!.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#phase === "open") this.#inner!.resume();
  }

  end(): void {
    this.#isEnding = true;
    if (this.#phase === "open") this.#inner!.end();
  }

  kill(): void {
    if (this.#phase === "closed" || this.#isKilled) return;
    this.#isKilled = true;
    if (this.#inner) this.#inner.kill();
    else this.#close({ error: "The transport was closed." });
  }

  async #start(): Promise<void> {
    const { ssh, environment, links, desk } = this.#world;
    const { computerName, ask } = this.#options;
    if (ssh === undefined)
      return this.#close({
        error: "The program ssh was not found. Install the OpenSSH client, or set REMORA_SSH to its path.",
      });
    const target = this.#target;
    const { keyFile } = target;
    // ssh would go on without it, and be refused for another reason.
    if (keyFile !== undefined && !existsSync(inHome(keyFile, this.#world.home)))
      return this.#close({ error: `The specified key file ${keyFile} was not found.` });
    const canAsk = ask !== undefined;
    this.#watchTheClock();
    const config = await this.#world.config(target);
    if (this.#phase === "closed") return undefined;
    const shares = target.share !== false && !config.sharesConnections && process.platform !== "win32";
    try {
      if (shares) this.#lease = await links.lease(JSON.stringify([canAsk, target.address, targetArguments(target)]));
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      return this.#close({ error: error.message });
    }
    if (this.#isGone()) return undefined;
    if (ask)
      this.#line = await desk.open({
        computerName,
        ask,
        asked: () => clearTimeout(this.#timer),
        settled: (question, answered) => this.#settled(question, answered),
      });
    if (this.#isGone()) return undefined;
    const { hasKeepAlive, hasConnectTimeout, sharesConnections } = config;
    const args = (): string[] => {
      const sharing = sharesConnections ? [] : this.#lease.args;
      return sshArguments(target, { canAsk, hasKeepAlive, hasConnectTimeout, sharing });
    };
    this.#run(ssh, args, { ...childEnvironment(environment), ...this.#line?.environment });
    return undefined;
  }

  /** Closed while it waited: what it was given meanwhile is given back. */
  #isGone(): boolean {
    if (this.#phase !== "closed") return false;
    this.#line?.close();
    this.#lease.failed(undefined);
    this.#lease.release();
    return true;
  }

  #run(ssh: string, makeArgs: () => readonly string[], env: Record<string, string | undefined>): void {
    const args = makeArgs();
    const { subsystem } = this.#target;
    const asked = subsystem ?? (this.#shellWords === undefined ? undefined : POWERSHELL);
    const { upload } = this.#world;
    const endpointId = upload?.()?.id;
    const { identity, endpointArguments } = this.#options;
    const start = {
      nonce: this.#nonce,
      ...(identity && { identity }),
      ...(endpointId && { endpointId }),
      ...(endpointArguments && { arguments: endpointArguments }),
    };
    const vector =
      asked === undefined ? [...args, bootstrapCommand(start)] : [...args.slice(0, -1), "-s", args.at(-1)!, asked];
    const inner = childProcessTransport(
      {
        file: ssh,
        args: vector,
        env,
        description: "ssh",
        onStderr: (text) => this.#onStderr(text),
        // Programs that this ssh has started, as those of a ProxyCommand, serve its successors when it has made a connection.
        sparesGroup: () => this.#lease.isFirst && this.#isUp,
      },
      this.#world.registry,
    );
    this.#inner = inner;
    this.#watchTheClock();
    this.#phase = "finding";
    inner.open({
      data: (bytes) => this.#data(bytes),
      closed: (reason) => this.#innerClosed(reason, () => this.#run(ssh, makeArgs, env)),
    });
    // A subsystem says nothing before it is spoken to.
    if (asked !== undefined) this.#pass(`subsystem ${asked}`);
    return undefined;
  }

  #onStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-8192);
  }

  #data(bytes: Uint8Array): void {
    this.#up();
    if (this.#phase === "open") return this.#events!.data(bytes);
    if (this.#phase !== "finding") return undefined;
    for (let word = this.#reader.receive(bytes); word;) word = this.#word(word);
    if (this.#phase === "finding" && this.#reader.isTooNoisy)
      this.#fail("Its login files write so much to standard output that no endpoint could be found behind it.");
    return undefined;
  }

  /** Acts on a word of the bootstrap; gives the next one where it has come already. */
  #word(word: BootstrapWord): BootstrapWord | undefined {
    const { computerName } = this.#options;
    this.#hasShell = true;
    switch (word.type) {
      case "run":
        this.#pass(word.what);
        if (word.rest.length > 0) this.#events!.data(word.rest);
        return undefined;
      case "need": {
        const upload = this.#world.upload?.();
        if (!upload) {
          this.#fail(
            `${computerName} has neither Remora nor PowerShell, and this program has no endpoint to send there.`,
          );
          return undefined;
        }
        const payload = upload.payload(word);
        this.#inner!.send(Buffer.from(`${installer(payload)}\n`, "utf8"));
        this.#inner!.send(payload.bytes);
        return this.#reader.receive(word.rest);
      }
      case "fail":
        this.#fail(`The endpoint could not be stored on ${computerName}: ${word.message}.`);
        return undefined;
      case "none": {
        const old = word.oldNodes.length === 0 ? "" : `, but only ${word.oldNodes.join(", ")}`;
        this.#fail(
          `${computerName} has no endpoint. Looked for: remora, pwsh (PowerShell), ` +
            `Node.js ${OLDEST_NODE} or newer${old}. ${installHint(this.#target, word.system)}`,
        );
        return undefined;
      }
    }
  }

  #fail(sentence: string): void {
    this.#failure ??= sentence;
    if (this.#inner) this.#inner.kill();
    else this.#close({ error: this.#failure });
  }

  /** From here on bytes pass through. */
  #pass(what: string): void {
    this.#what = what;
    this.#phase = "open";
    this.#first?.();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const bytes of waiting) this.#inner!.send(bytes);
    this.#release();
    if (this.#isPaused) this.#inner!.pause();
    if (this.#isEnding) this.#inner!.end();
  }

  /** The host has answered. */
  #up(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    clearTimeout(this.#timer);
    this.#lease.up();
  }

  #watchTheClock(): void {
    const ms = this.#target.connectingTimeoutMs ?? 0;
    if (ms <= 0 || this.#isUp) return;
    clearTimeout(this.#timer); // each step has the whole time
    this.#timer = setTimeout(() => this.#fail(`The SSH connection was not made within ${ms} ms.`), ms);
  }

  #settled({ kind, prompt }: SshQuestion, answered: boolean): void {
    if (answered) {
      this.#answered.add(prompt);
      return this.#watchTheClock();
    }
    if (this.#answered.has(prompt))
      return this.#fail(
        `Permission denied: the ${kind === "other" ? "answer" : kind} was refused (${prompt.trim().replace(/:$/, "")}).`,
      );
    if (kind === "hostKey") return this.#fail(refusedKey(this.#target, prompt));
    const what = {
      password: "A password is wanted",
      passphrase: "A passphrase is wanted",
      other: "A question is asked",
    }[kind];
    return this.#fail(`${what}, and there was no answer: ${prompt.trim().split("\n").at(-1)!}`);
  }

  #innerClosed(reason: CloseReason, again: () => void): void {
    const isFinding = !this.#isUp || this.#phase === "finding";
    if (this.#isKilled) return this.#close({ ...reason, error: "The transport was closed." });
    if (this.#failure !== undefined) return this.#close({ ...reason, error: this.#failure });
    if (!isFinding) return this.#lost(reason);
    // ssh itself ends with 255. Whatever else ended before its first word was no POSIX shell.
    const { exitCode } = reason;
    if (this.#phase === "finding" && !this.#hasShell && exitCode !== undefined && exitCode !== 255) {
      this.#shellWords = `${this.#reader.noise}\n${this.#stderr}`;
      this.#stderr = "";
      this.#lease.up();
      this.#isUp = false;
      return again();
    }
    if (this.#isMasterAtFault()) {
      this.#lease.release();
      this.#lease = ALONE;
      this.#stderr = "";
      return again();
    }
    return this.#notConnected(reason);
  }

  /** The connection that was to be shared did not serve: its master was just ending, or takes no more sessions. */
  #isMasterAtFault(): boolean {
    const isShared = this.#lease !== ALONE && !this.#lease.isFirst;
    return isShared && !this.#isUp && /^(?:muxclient|mux_client\w*): /m.test(this.#stderr);
  }

  #notConnected(reason: CloseReason): void {
    const { exitCode, signal } = reason;
    const words = `${this.#lease.words()}\n${this.#stderr}`;
    const said = connectSentence(words, this.#target, this.#options.ask !== undefined);
    const facts = { ...(exitCode !== undefined && { exitCode }), ...(signal !== undefined && { signal }) };
    if (this.#shellWords !== undefined) {
      const shell = lastWords(this.#shellWords).join(" ");
      const error =
        `${this.#options.computerName} has no endpoint. Looked for: a POSIX shell${shell === "" ? "" : ` (it said: ${shell})`}, ` +
        `the subsystem "${POWERSHELL}"${said === undefined ? "" : ` (ssh said: ${said})`}. Give its sshd a line as: ` +
        `Subsystem ${POWERSHELL} /usr/bin/pwsh -sshs -NoLogo`;
      return this.#close({ ...facts, error });
    }
    const isRefused = said === undefined || said.startsWith("subsystem request failed");
    const why = (isRefused ? this.#subsystemSentence(exitCode) : undefined) ?? said ?? reason.error ?? ABRUPT;
    return this.#close({ ...facts, error: `The SSH client session has ended with error message: ${why}` });
  }

  /** A shared connection's ssh does not say that its subsystem was refused. */
  #subsystemSentence(exitCode: number | undefined): string | undefined {
    const { subsystem } = this.#target;
    const { computerName } = this.#options;
    if (subsystem === undefined || exitCode === undefined) return undefined;
    if (exitCode === 255)
      return `subsystem request failed: the sshd of ${computerName} has no subsystem "${subsystem}".`;
    return `the subsystem "${subsystem}" of ${computerName} has ended with exit code ${exitCode}.`;
  }

  #lost(reason: CloseReason): void {
    const { exitCode, signal } = reason;
    if (this.#isEnding && reason.error === undefined) return this.#close(reason);
    const facts = { computerName: this.#options.computerName, words: this.#lease.words(), stderr: this.#stderr };
    const error =
      reason.error === undefined && exitCode === 0 ? undefined : lostSentence({ ...facts, exitCode, signal });
    return this.#close({
      ...(error !== undefined && { error }),
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
    });
  }

  #close(reason: CloseReason): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    clearTimeout(this.#timer);
    this.#line?.close();
    this.#lease.failed(this.#isKilled ? undefined : reason.error);
    this.#lease.release();
    this.#waiting = [];
    this.#first?.();
    this.#release();
    const tell = (): void => this.#events?.closed({ ...reason, ...(reason.error !== undefined && { isWhole: true }) });
    // Who calls `kill` hears of the end later, as of any other.
    if (this.#isKilled) setImmediate(tell);
    else tell();
  }

  #release(): void {
    const drainers = this.#drainers;
    this.#drainers = [];
    for (const resolve of drainers) resolve();
  }
}

/** ssh reads `~` in the path of a key as well. */
function inHome(path: string, home: string): string {
  return path.startsWith("~/") ? join(home, path.slice(2)) : path;
}
