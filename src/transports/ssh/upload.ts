// The endpoint for hosts that have none, as the build has packed it; or, on a host that was sent one, that very file.

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { UploadedEndpoint, UploadPayload } from "./bootstrap.js";

interface Packed {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

interface Description {
  readonly id: string;
  readonly plain: Packed;
  /** With compiled code for one version of Node.js on one system (as `uname -sm` says it). */
  readonly compiled: Packed & { readonly version: string; readonly system: string };
}

/** From the build's folder, or from the file of an endpoint that was sent itself; undefined where there is none. */
export function uploadFrom(place: string): () => UploadedEndpoint | undefined {
  let found: UploadedEndpoint | undefined;
  return () => {
    const isFile = statSync(place, { throwIfNoEntry: false })?.isFile();
    return (found ??= isFile ? readSent(place) : readBuilt(place));
  };
}

/** The first line of such a file is this host's alone. */
function readSent(file: string): UploadedEndpoint | undefined {
  const id = /^endpoint-(\w+)$/.exec(basename(file))?.[1];
  if (id === undefined) return undefined;
  return {
    id,
    payload() {
      const all = readFileSync(file);
      const content = all.subarray(all.indexOf(10) + 1);
      const bytes = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
      return { bytes, size: content.length, sha256: createHash("sha256").update(content).digest("hex") };
    },
  };
}

function readBuilt(folder: string): UploadedEndpoint | undefined {
  let description: Description;
  try {
    description = JSON.parse(readFileSync(join(folder, "upload.json"), "utf8")) as Description;
  } catch {
    return undefined;
  }
  const { id, plain, compiled } = description;
  const payload = ({ file, size, sha256 }: Packed): UploadPayload => {
    return { bytes: readFileSync(join(folder, file)), size, sha256 };
  };
  return {
    id,
    payload({ version, system }) {
      const fits = `v${version}` === compiled.version && system === compiled.system;
      return payload(fits ? compiled : plain);
    },
  };
}
