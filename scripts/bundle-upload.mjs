// Packs the endpoint into the one file that a host is sent: twice, with the code V8 compiled of it for hosts that run the
// same Node.js, and without. What is built here is compressed; the host unpacks it once.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** The program and its threads first: what starts the file counts on it. */
const FIRST = ["launch.cjs", "thread.cjs"];
/** What only a person at a prompt uses. */
const NOT_SENT = ["remora.cjs", "interactive.cjs", "jobs.cjs"];
/** What starts with every session and every job. */
const COMPILED = ["endpoint.cjs.cache", "engine.cjs.cache", "engine.cjs.job.cache"];
/** Bytes that a host is sent at most. */
const LARGEST = 1_500_000;

export function packUpload(folder) {
  const programs = readdirSync(folder).filter(
    (name) => name.endsWith(".cjs") && ![...FIRST, ...NOT_SENT].includes(name),
  );
  const plain = pack(folder, [...FIRST, ...programs.sort()]);
  const compiled = pack(folder, [...FIRST, ...programs, ...COMPILED]);
  const id = createHash("sha256").update(plain).digest("hex").slice(0, 16);
  const description = {
    id,
    plain: store(folder, "upload.br", plain),
    compiled: { ...store(folder, "upload-compiled.br", compiled), version: process.version, system: systemName() },
  };
  writeFileSync(join(folder, "upload.json"), `${JSON.stringify(description, null, 2)}\n`);
}

function pack(folder, names) {
  const parts = names
    .filter((name) => existsSync(join(folder, name)))
    .map((name) => [name, readFileSync(join(folder, name))]);
  const head = JSON.stringify(parts.map(([name, bytes]) => [name, bytes.length]));
  return Buffer.concat([Buffer.from(`${head}\n`, "latin1"), ...parts.map(([, bytes]) => bytes)]);
}

function store(folder, file, bytes) {
  const packed = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  if (packed.length > LARGEST) console.warn(`${file} is ${packed.length} bytes, more than ${LARGEST}.`);
  writeFileSync(join(folder, file), packed);
  return { file, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** As `uname -sm` says it. */
function systemName() {
  const name = { linux: "Linux", darwin: "Darwin" }[process.platform] ?? process.platform;
  const machine = { x64: "x86_64", arm64: name === "Darwin" ? "arm64" : "aarch64" }[process.arch] ?? process.arch;
  return `${name} ${machine}`;
}
