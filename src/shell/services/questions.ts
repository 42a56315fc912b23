// What ssh asks on the way to a host: the credential of the command answers first, then the person.
//
// Rule: however many connections of one command ask the same, the person is asked once, one question at a time. A connection that
// asks again was given a wrong answer: it counts for nobody any more.

import type { Ask, SshQuestion } from "../../transports/index.js";

export interface Credential {
  readonly userName: string;
  readonly password: string;
}

/** Asks the person; undefined: there is nobody to ask. */
export type AskPerson = (prompt: string, secret: boolean, signal: AbortSignal) => Promise<string | undefined>;

/** The questions of one command: `of` gives what answers those of one connection. */
export interface Questions {
  of(credential: Credential | undefined): Ask;
  /** False where nobody can be asked. */
  readonly hasPerson: boolean;
}

export function questions(person: AskPerson | undefined, signal: AbortSignal): Questions {
  const answers = new Map<string, Promise<string | undefined>>();
  let turn: Promise<unknown> = Promise.resolve();

  function askPerson(question: SshQuestion): Promise<string | undefined> {
    const answer = turn.then(() =>
      signal.aborted ? undefined : person?.(question.prompt, isSecret(question), signal),
    );
    turn = answer.catch(() => undefined);
    return answer.catch(() => undefined);
  }

  return {
    hasPerson: person !== undefined,
    of(credential) {
      const asked = new Map<string, Promise<string | undefined>>();
      let credentialUses = 0;
      return async (question) => {
        const key = `${question.kind} ${question.prompt}`;
        const mayUse = question.kind === "password" || question.kind === "passphrase";
        // A password that was refused is not offered a second time.
        if (credential && mayUse && !asked.has(key) && credentialUses++ < 2) {
          asked.set(key, Promise.resolve(undefined));
          return credential.password;
        }
        let answer = answers.get(key);
        if (!answer || answer === asked.get(key)) answers.set(key, (answer = askPerson(question)));
        asked.set(key, answer);
        return answer;
      };
    },
  };
}

function isSecret({ kind, prompt }: SshQuestion): boolean {
  return kind === "password" || kind === "passphrase" || (kind === "other" && !/\(yes\/no/.test(prompt));
}
