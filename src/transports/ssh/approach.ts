// From a target to an endpoint that can be spoken to: the ways to it, one after the other.
//
// Rule: the keeper that was heard of on this connection is tried first, for that costs nothing; then the host's shell is
// asked for an endpoint; where it is no shell, its sshd for PowerShell. `closed` comes once, with a whole sentence; after it
// nothing runs here.

import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, childProcessTransport } from "../child-process.js";
import type { CloseReason, Transport } from "../transport.js";
import { sshArguments, targetArguments } from "./arguments.js";
import { BootstrapReader, type BootstrapWord, bootstrapCommand, installer } from "./bootstrap.js";
import type { SshTransportOptions, SshWorld } from "./client.js";
import { DirectTransport } from "./direct.js";
import { connectReason, lostReason, noEndpoint, POWERSHELL, unansweredSentence } from "./endings.js";
import { GreetingReader } from "./keeper-ways.js";
import { ALONE, type Lease, LinkError } from "./links.js";
import type { AskLine } from "./questions.js";
import type { SshQuestion, SshTarget } from "./target.js";
import type { UserConfig } from "./user-config.js";

export interface ApproachEvents {
  /** What is to be said may be said there at once, on trial; undefined: that led nowhere. */
  trying(inner: Transport | undefined): void;
  /** An endpoint is there. `isOwn`: one of this project. */
  reached(inner: Transport, what: string, isOwn: boolean): void;
  data(bytes: Uint8Array): void;
  /** True where this side has said that it has nothing more to say. */
  isEnding(): boolean;
  closed(reason: CloseReason): void;
}

/** `starting`: nothing runs yet; `finding`: the bootstrap runs; `open`: bytes pass through. */
type Phase = "starting" | "finding" | "open" | "closed";

/** What the bootstrap calls the endpoints of this project. */
const OWN: ReadonlySet<string> = new Set(["remora", "node"]);

export class Approach {
  readonly #target: SshTarget;
  readonly #options: SshTransportOptions;
  readonly #world: SshWorld;
  readonly #events: ApproachEvents;
  readonly #nonce: string = randomBytes(8).toString("hex");
  readonly #reader: BootstrapReader;
  /** Questions that were answered: who asks one again did not like the answer. */
  readonly #answered: Set<string> = new Set();
  #phase: Phase = "starting";
  #inner: Transport | undefined;
  #lease: Lease = ALONE;
  #line: AskLine | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Reads a keeper's greeting in what passes. */
  #greeting: GreetingReader | undefined;
  #isUp = false;
  #isKilled = false;
  #stderr = "";
  /** Said instead of what ssh says, where this program knows better. */
  #failure: string | undefined;
  /** The host has been asked for an endpoint by its shell, and has no such shell. */
  #shellWords: string | undefined;
  /** The bootstrap has run, so the host has a POSIX shell. */
  #hasShell = false;

  constructor(target: SshTarget, options: SshTransportOptions, world: SshWorld, events: ApproachEvents) {
    this.#target = target;
    this.#options = options;
    this.#world = world;
    this.#events = events;
    this.#reader = new BootstrapReader(this.#nonce);
  }

  begin(): void {
    this.#start().catch((error: unknown) => {
      this.#close({ error: error instanceof Error ? error.message : String(error) });
    });
  }

  kill(): void {
    this.#isKilled = true;
    if (this.#inner) this.#inner.kill();
    else this.#close({ error: "The transport was closed." });
  }

  async #start(): Promise<void> {
    const { ssh, environment } = this.#world;
    const error = this.#missing();
    if (error !== undefined) return this.#close({ error });
    this.#watchTheClock();
    const config = await this.#world.config(this.#target);
    if (this.#isGone() || !(await this.#takeLease(config)) || this.#isGone()) return undefined;
    if (await this.#goDirectly()) return undefined;
    if (this.#isGone()) return undefined;
    await this.#openQuestions();
    if (this.#isGone()) return undefined;
    this.#run(ssh!, config, { ...childEnvironment(environment), ...this.#line?.environment });
    return undefined;
  }

  /** The sentence for what is not there on this side; ssh would go on without a key, and be refused for another reason. */
  #missing(): string | undefined {
    const { keyFile } = this.#target;
    if (this.#world.ssh === undefined)
      return "The program ssh was not found. Install the OpenSSH client, or set REMORA_SSH to its path.";
    if (keyFile !== undefined && !existsSync(inHome(keyFile, this.#world.home)))
      return `The specified key file ${keyFile} was not found.`;
    return undefined;
  }

  /** Takes part in the host's connection, where that is shared; false where the one it waited for could not be made. */
  async #takeLease({ sharesConnections }: UserConfig): Promise<boolean> {
    const target = this.#target;
    if (target.share === false || sharesConnections || process.platform === "win32") return true;
    const key = [this.#options.ask !== undefined, target.address, targetArguments(target)];
    try {
      this.#lease = await this.#world.links.lease(JSON.stringify(key));
      return true;
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this.#close({ error: error.message });
      return false;
    }
  }

  async #openQuestions(): Promise<void> {
    const { computerName, ask } = this.#options;
    if (!ask) return;
    this.#line = await this.#world.desk.open({
      computerName,
      ask,
      asked: () => clearTimeout(this.#timer),
      settled: (question, answered) => this.#settled(question, answered),
    });
  }

  /** Closed while it waited: what it was given meanwhile is given back. */
  #isGone(): boolean {
    if (this.#phase !== "closed") return false;
    this.#letGo(undefined);
    return true;
  }

  #letGo(failure: string | undefined): void {
    this.#line?.close();
    this.#lease.failed(failure);
    this.#lease.release();
  }

  // The way without a process.

  /** Which keeper it is that is asked for, and what it is told; undefined where none is. */
  get #keeperKey(): string | undefined {
    const { asksKeeper, identity } = this.#options;
    return asksKeeper && this.#target.subsystem === undefined ? (identity?.base64 ?? "") : undefined;
  }

  /** Tries the keeper that was heard of on this connection; whether it has greeted. */
  async #goDirectly(): Promise<boolean> {
    const { ways } = this.#lease;
    const key = this.#keeperKey;
    const way = key === undefined ? undefined : await ways?.find(key);
    if (!way || this.#phase === "closed") return false;
    const direct = new DirectTransport(way);
    this.#inner = direct;
    return new Promise((resolve) => {
      direct.open({
        greeted: (place) => {
          ways!.learn(key!, place);
          this.#up();
          this.#pass("keeper", true);
          resolve(true);
        },
        data: (bytes) => this.#events.data(bytes),
        closed: () => {
          if (this.#phase === "open") return void this.#directLost();
          this.#events.trying((this.#inner = undefined));
          way.giveUp(direct.leadsThere);
          if (this.#isKilled) this.#close({ error: "The transport was closed." });
          else if (this.#failure !== undefined) this.#close({ error: this.#failure });
          return resolve(false);
        },
      });
      this.#events.trying(direct);
    });
  }

  /** The keeper has closed its end, or the connection under it is gone. */
  async #directLost(): Promise<void> {
    if (this.#isKilled) return this.#close({ error: "The transport was closed." });
    const isPolite = this.#events.isEnding() || !(await this.#lease.isOver());
    return isPolite ? this.#close({}) : this.#lost({ exitCode: 255 });
  }

  /** Remembers where the keeper says it is. */
  #hear(bytes: Uint8Array): void {
    const place = this.#greeting?.receive(bytes);
    if (place === undefined) return;
    this.#greeting = undefined;
    if (place) this.#lease.ways?.learn(this.#keeperKey!, place);
  }

  // The way over a process of ssh.

  #run(ssh: string, config: UserConfig, env: Record<string, string | undefined>): void {
    const { subsystem } = this.#target;
    const asked = subsystem ?? (this.#shellWords === undefined ? undefined : POWERSHELL);
    const inner = childProcessTransport(
      {
        file: ssh,
        args: this.#vector(config, asked),
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
      closed: (reason) => this.#innerClosed(reason, () => this.#run(ssh, config, env)),
    });
    // A subsystem says nothing before it is spoken to.
    if (asked !== undefined) this.#pass(`subsystem ${asked}`, false);
  }

  #vector(config: UserConfig, subsystem: string | undefined): readonly string[] {
    const { hasKeepAlive, hasConnectTimeout, sharesConnections } = config;
    const { identity, endpointArguments, ask } = this.#options;
    const sharing = sharesConnections ? [] : this.#lease.args;
    const args = sshArguments(this.#target, { canAsk: ask !== undefined, hasKeepAlive, hasConnectTimeout, sharing });
    if (subsystem !== undefined) return [...args.slice(0, -1), "-s", args.at(-1)!, subsystem];
    const endpointId = this.#world.upload?.()?.id;
    const command = bootstrapCommand({
      nonce: this.#nonce,
      ...(identity && { identity }),
      ...(endpointId && { endpointId }),
      ...(endpointArguments && { arguments: endpointArguments }),
    });
    return [...args, command];
  }

  #onStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-8192);
  }

  #data(bytes: Uint8Array): void {
    this.#up();
    if (this.#phase === "open") {
      this.#hear(bytes);
      return this.#events.data(bytes);
    }
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
        if (OWN.has(word.what) && this.#keeperKey !== undefined) this.#greeting = new GreetingReader();
        this.#pass(word.what, OWN.has(word.what));
        if (word.rest.length > 0) this.#data(word.rest);
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
      case "none":
        this.#fail(noEndpoint(computerName, this.#target, word));
        return undefined;
    }
  }

  #fail(sentence: string): void {
    this.#failure ??= sentence;
    if (this.#inner) this.#inner.kill();
    else this.#close({ error: this.#failure });
  }

  #pass(what: string, isOwn: boolean): void {
    this.#phase = "open";
    this.#events.reached(this.#inner!, what, isOwn);
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

  #settled(question: SshQuestion, answered: boolean): void {
    const { prompt } = question;
    if (!answered) return this.#fail(unansweredSentence(question, this.#target, this.#answered.has(prompt)));
    this.#answered.add(prompt);
    return this.#watchTheClock();
  }

  // Ends.

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
    return this.#close(
      connectReason({
        reason,
        computerName: this.#options.computerName,
        target: this.#target,
        canAsk: this.#options.ask !== undefined,
        words: `${this.#lease.words()}\n${this.#stderr}`,
        shellWords: this.#shellWords,
      }),
    );
  }

  /** The connection that was to be shared did not serve: its master was just ending, or takes no more sessions. */
  #isMasterAtFault(): boolean {
    const isShared = this.#lease !== ALONE && !this.#lease.isFirst;
    return isShared && !this.#isUp && /^(?:muxclient|mux_client\w*): /m.test(this.#stderr);
  }

  #lost(reason: CloseReason): void {
    if (this.#events.isEnding() && reason.error === undefined) return this.#close(reason);
    const { computerName } = this.#options;
    return this.#close(lostReason(reason, { computerName, words: this.#lease.words(), stderr: this.#stderr }));
  }

  #close(reason: CloseReason): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    clearTimeout(this.#timer);
    this.#letGo(this.#isKilled ? undefined : reason.error);
    this.#events.closed(reason);
  }
}

/** ssh reads `~` in the path of a key as well. */
function inHome(path: string, home: string): string {
  return path.startsWith("~/") ? join(home, path.slice(2)) : path;
}
