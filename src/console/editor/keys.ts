// What a terminal sends in raw mode, as keys. Bytes come in pieces cut anywhere; an escape sequence may be one of them.

export interface Key {
  /** "a", "enter", "tab", "backspace", "delete", "left", "up", "home", "pageup", "escape", "f1" …; "text" for what is typed or pasted as it is. */
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** The characters themselves, for "text". */
  readonly text: string;
}

const ESCAPE = "\u001b";
const PASTE_START = `${ESCAPE}[200~`;
const PASTE_END = `${ESCAPE}[201~`;

const FINAL_KEYS: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "tab",
};

const NUMBERED_KEYS: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
  15: "f5",
  17: "f6",
  18: "f7",
  19: "f8",
  20: "f9",
  21: "f10",
  23: "f11",
  24: "f12",
};

// oxlint-disable-next-line no-control-regex
const SEQUENCE = /^\u001b(?:\[([0-9;]*)([A-Za-z~])|O([A-Z]))/;
// oxlint-disable-next-line no-control-regex
const UNFINISHED = /^\u001b(?:\[[0-9;]*|O)?$/;

/** Turns text from the terminal into keys; holds back a sequence of which a part is still to come. */
export class KeyDecoder {
  #pending = "";

  /** True while the start of a sequence waits for its rest: a lone Escape looks the same until a moment has passed. */
  get isWaiting(): boolean {
    return this.#pending !== "";
  }

  feed(text: string): Key[] {
    let rest = this.#pending + text;
    this.#pending = "";
    const keys: Key[] = [];
    while (rest !== "") {
      const taken = this.#take(rest, keys);
      if (taken === 0) {
        this.#pending = rest;
        break;
      }
      rest = rest.slice(taken);
    }
    return keys;
  }

  /** Nothing followed: what waited was a key by itself. */
  flush(): Key[] {
    const text = this.#pending;
    this.#pending = "";
    return text === "" ? [] : [key("escape"), ...(text.length > 1 ? this.feed(text.slice(1)) : [])];
  }

  /** Reads one key at the head of `text`; gives the characters it took, 0 where more must come. */
  #take(text: string, keys: Key[]): number {
    if (text.startsWith(PASTE_START)) return takePaste(text, keys);
    if (PASTE_START.startsWith(text) && text.length > 1) return 0;
    if (text.startsWith(ESCAPE)) return takeEscape(text, keys);
    const code = text.charCodeAt(0);
    if (code < 0x20 || code === 0x7f) {
      keys.push(controlKey(code));
      return 1;
    }
    // oxlint-disable-next-line no-control-regex
    const run = /^[^\u0000-\u001f\u007f]+/.exec(text)![0];
    keys.push(key("text", { text: run }));
    return run.length;
  }
}

function key(name: string, more: Partial<Key> = {}): Key {
  return { name, ctrl: false, alt: false, shift: false, text: "", ...more };
}

function takePaste(text: string, keys: Key[]): number {
  const end = text.indexOf(PASTE_END);
  if (end < 0) return 0;
  const pasted = text.slice(PASTE_START.length, end).replace(/\r\n?/g, "\n");
  keys.push(key("text", { text: pasted }));
  return end + PASTE_END.length;
}

function takeEscape(text: string, keys: Key[]): number {
  const match = SEQUENCE.exec(text);
  if (match) {
    const found = sequenceKey(match);
    if (found) keys.push(found);
    return match[0].length;
  }
  if (UNFINISHED.test(text)) return 0;
  // Alt with a key comes as Escape and the key.
  const inner: Key[] = [];
  const taken =
    text.charCodeAt(1) < 0x20 || text.charCodeAt(1) === 0x7f ? 1 : String.fromCodePoint(text.codePointAt(1)!).length;
  const character = text.slice(1, 1 + taken);
  inner.push(
    character.charCodeAt(0) < 0x20 || character === "\u007f"
      ? controlKey(character.charCodeAt(0))
      : key(character.toLowerCase()),
  );
  keys.push({ ...inner[0]!, alt: true });
  return 1 + taken;
}

function sequenceKey(match: RegExpExecArray): Key | undefined {
  const [number, modifier] = (match[1] ?? "").split(";");
  const final = match[2] ?? match[3]!;
  const name = final === "~" ? NUMBERED_KEYS[number!] : FINAL_KEYS[final];
  if (name === undefined) return undefined;
  // xterm's modifiers: 1 + shift 1 + alt 2 + ctrl 4.
  const bits = Number(modifier ?? 1) - 1;
  return key(name, { shift: (bits & 1) !== 0 || final === "Z", alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 });
}

function controlKey(code: number): Key {
  switch (code) {
    case 0x09:
      return key("tab");
    case 0x0a:
      return key("j", { ctrl: true });
    case 0x0d:
      return key("enter");
    case 0x08:
      return key("backspace", { ctrl: true });
    case 0x7f:
      return key("backspace");
    case 0x00:
      return key("space", { ctrl: true });
    default:
      return key(String.fromCharCode(code + 0x60), { ctrl: true });
  }
}
