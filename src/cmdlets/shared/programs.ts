// What cmdlets run of the computer's own programs: to their end, and what they said.

import type { Engine } from "../../engine/index.js";

export interface ProgramRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** The path of a program on PATH, or where administrators' programs are; undefined where there is none. */
export function findProgram(engine: Engine, name: string): string | undefined {
  const { environment, files } = engine.host;
  const folders = [...(environment.get("PATH") ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.map((folder) => `${folder}/${name}`).find((path) => files.stat(path)?.isFile);
}

/** Runs a program, with `input` on its stdin. Ends it where the pipeline is stopped. */
export function runProgram(engine: Engine, file: string, args: readonly string[], input?: string): ProgramRun {
  const { host } = engine;
  const program = host.startProcess({
    file,
    args,
    cwd: "/",
    env: new Map(host.environment.names().map((name) => [name, host.environment.get(name) ?? ""])),
    stdin: input === undefined ? "ignore" : "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  if (input !== undefined) {
    program.write(new TextEncoder().encode(input));
    program.closeInput();
  }
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const texts = { stdout: "", stderr: "" };
  for (;;) {
    const piece = program.read();
    if (piece.stream === "exit") return { code: piece.code, output: texts.stdout, errors: texts.stderr };
    if (piece.stream === "stdout" || piece.stream === "stderr")
      texts[piece.stream] += decoders[piece.stream].decode(piece.bytes, { stream: true });
    if (piece.stream === "stopped") {
      program.kill();
      engine.checkStop();
    }
  }
}
