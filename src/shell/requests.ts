// What the host thread asks of an engine thread in a shell. Plain data: it crosses the bridge.

import type { EndpointIdentity } from "../sessions/index.js";

/** How a runspace is opened. */
export interface OpenRequest {
  /** $Host.Name: "ConsoleHost" or "ServerRemoteHost". */
  readonly hostName: string;
  /** Native folder it starts in. */
  readonly start: string;
  /** Whom the endpoint stands for. */
  readonly identity?: EndpointIdentity;
  readonly ui: UIFacts;
  /** True where Enter-PSSession can push a session: at a console. */
  readonly interactive: boolean;
  /** True where standard input and output are the process's own: a native program may have them. */
  readonly ownsTerminal?: boolean;
  /** True for an endpoint: $PSSenderInfo exists. */
  readonly remote: boolean;
  /** False where an endpoint's client has no host: nobody could enter or leave a session there. */
  readonly hasClientHost?: boolean;
  /** CLIXML of the client's ApplicationArguments. */
  readonly initPayload?: string;
  /** Key that SecureStrings are sealed with where the protocol wants it. */
  readonly sessionKey?: Uint8Array;
}

export interface UIFacts {
  readonly width: number;
  readonly height: number;
  readonly supportsVirtualTerminal: boolean;
}

export type RunRequest = TextRequest | PipelineRequest;

/** A text typed at a console, or given with -Command or -File: its output is formatted and written by the host. */
export interface TextRequest {
  readonly kind: "text";
  readonly text: string;
  /** Name of the file it comes from, or undefined for what was typed. */
  readonly fileName?: string;
  /** Its arguments (-File): a name without a value is a switch, or has the next argument for its value. */
  readonly args?: readonly { readonly name?: string; readonly value?: string | boolean }[];
  readonly ui: UIFacts;
  readonly addToHistory: boolean;
  /** True where text piped to the program is `$input`. */
  readonly hasInput: boolean;
  /** "Text", or "XML" for -OutputFormat XML: output as CLIXML records instead of lines. */
  readonly output: "Text" | "XML";
}

/** A pipeline that a client asked for: payload of CREATE_PIPELINE. Its output is records. */
export interface PipelineRequest {
  readonly kind: "pipeline";
  readonly payload: string;
  readonly noInput: boolean;
  readonly isNested: boolean;
  readonly ui: UIFacts;
}
