// What is said of sessions and of the computers they are with, between the services and across the bridge: plain data.

import type { KeepOptions, KeepTerms, KeptSession, Session } from "../../sessions/index.js";
import { RemotingError } from "../../sessions/index.js";
import type { SshTarget } from "../../transports/index.js";
import type { UIFacts } from "../requests.js";
import type { Credential } from "./questions.js";

export interface SessionView {
  readonly id: number;
  readonly name: string;
  readonly instanceId: string;
  readonly computerName: string;
  /** As a prompt shows the computer: with the user, where another than this side's was named. */
  readonly promptName: string;
  readonly transport: string;
  readonly configurationName: string;
  readonly state: string;
  readonly availability: string;
  /** CLIXML. */
  readonly applicationPrivateData: string;
  /** On what terms its endpoint keeps it; undefined where it does not. */
  readonly kept: KeepTerms | undefined;
  /** Milliseconds since 1970 when its last client left; undefined while one is there. */
  readonly disconnectedMs: number | undefined;
  /** Who is connected to it, of those it is Busy for. */
  readonly usedBy: string | undefined;
  /** It has ended at its computer; what it printed can still be received there. */
  readonly isEnded?: boolean;
}

/** A computer that is to be reached. */
export interface ComputerTarget {
  /** As the user calls it; errors, notes and a job's Location say it. */
  readonly computerName: string;
  /** Over SSH, as this says; where absent the inventory knows. */
  readonly ssh?: SshTarget;
  readonly credential?: Credential;
  /** In the way a session of this shell is reached, by its id. */
  readonly like?: number;
}

/** One target of a command: a session of this shell, or a computer for a temporary one. */
export type Target = { readonly sessionId: number } | ComputerTarget;

export interface PlainRemotingError {
  readonly message: string;
  readonly id: string;
  readonly category: string;
  readonly exceptionType: string;
  readonly computerName: string;
}

export interface OpenResult {
  readonly computerName: string;
  readonly session?: SessionView;
  readonly error?: PlainRemotingError;
}

export interface NamedSession {
  readonly id: number;
  readonly name: string;
  readonly session: Session;
  readonly target: ComputerTarget;
  /** The user interface that its far end was told of. */
  readonly ui: UIFacts;
  /** True for one that was found at its computer, and is not this shell's. */
  isFound: boolean;
  /** True where it was left on purpose: it outlives this shell. */
  isLeft: boolean;
  /** As its keeper listed it last. */
  listed?: KeptSession;
  disconnectedMs?: number;
  /** Terms it was left on. */
  readonly terms?: KeepTerms | undefined;
}

/** What -SessionOption says of the opening. */
export interface OpeningTerms {
  readonly openTimeoutMs?: number;
  /** CLIXML of a PSPrimitiveDictionary: what the session is told of its client. */
  readonly applicationArguments?: string;
}

/** How connections are opened. */
export interface Opening extends OpeningTerms {
  readonly ui: UIFacts;
  /** Asks the endpoint to keep it, on these terms. */
  readonly keep?: KeepOptions;
}

export interface OpenRequest extends Opening {
  readonly targets: readonly ComputerTarget[];
  /** Names of the sessions, by position. */
  readonly names?: readonly string[];
  readonly throttleLimit?: number;
}

export function openingTermsOf({ openTimeoutMs, applicationArguments }: OpeningTerms): OpeningTerms {
  return {
    ...(openTimeoutMs !== undefined && { openTimeoutMs }),
    ...(applicationArguments !== undefined && { applicationArguments }),
  };
}

export function plainRemotingError(error: unknown, computerName: string): PlainRemotingError {
  const remoting = error instanceof RemotingError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    message,
    id: remoting?.id ?? "PSSessionOpenFailed",
    category: remoting?.category ?? "OpenError",
    exceptionType: remoting?.exceptionType ?? "System.Management.Automation.Remoting.PSRemotingTransportException",
    computerName,
  };
}
