// The endpoint for hosts that have none, as the build has packed it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
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

/** What lies in the build's folder; undefined where nothing was packed. */
export function uploadFrom(folder: string): () => UploadedEndpoint | undefined {
  let found: UploadedEndpoint | undefined;
  return () => (found ??= read(folder));
}

function read(folder: string): UploadedEndpoint | undefined {
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
