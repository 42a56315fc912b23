// System.Text.StringBuilder.

import { Char } from "../../../../objects/index.js";
import type { TypeContext } from "../../context.js";
import type { Family } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { argumentOutOfRange, netError } from "../../errors.js";
import { IndexedObject } from "../../members/indexing.js";
import { charsOf } from "../common.js";
import { joinItems, replaceText, textOf } from "./string-tools.js";

class StringBuilder extends IndexedObject {
  readonly typeName: string = "System.Text.StringBuilder";
  #parts: string[] = [];
  #text = "";
  capacity: number;
  constructor(text = "", capacity = 16) {
    super();
    this.#text = text;
    this.capacity = Math.max(capacity, text.length, 16);
  }
  append(text: string): this {
    this.#parts.push(text);
    return this;
  }
  get text(): string {
    if (this.#parts.length > 0) {
      this.#text += this.#parts.join("");
      this.#parts = [];
      while (this.capacity < this.#text.length) this.capacity *= 2;
    }
    return this.#text;
  }
  set text(value: string) {
    this.#parts = [];
    this.#text = value;
  }
  indexGet(indexes: readonly unknown[], context: TypeContext): unknown {
    const index = context.values.convert(indexes[0], "int") as number;
    if (index < 0 || index >= this.text.length)
      throw netError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
    return new Char(this.text.charCodeAt(index));
  }
  override indexSet(indexes: readonly unknown[], value: unknown, context: TypeContext): boolean {
    const index = context.values.convert(indexes[0], "int") as number;
    const char = String(context.values.convert(value, "char"));
    this.text = this.text.slice(0, index) + char + this.text.slice(index + 1);
    return true;
  }
}

/** System.StringComparer. */
export const builderTypes: Family = {
  "System.Text.StringBuilder": () => ({
    members: {
      "new()": () => new StringBuilder(),
      "new(int capacity)": (capacity) => new StringBuilder("", capacity),
      "new(string value)": (text) => new StringBuilder(text ?? ""),
      "new(string value, int capacity)": (text, capacity) => new StringBuilder(text ?? "", capacity),
      "int Capacity": [
        (self: StringBuilder) => (self.text, self.capacity),
        (self: StringBuilder, value) => (self.capacity = value),
      ],
      "int MaxCapacity": () => 2147483647,
      "int Length": [
        (self: StringBuilder) => self.text.length,
        (self: StringBuilder, length) => (self.text = self.text.slice(0, length).padEnd(length, "\0")),
      ],
      "System.Text.StringBuilder Append(string value)": (self: StringBuilder, text) => self.append(text ?? ""),
      "System.Text.StringBuilder Append(char value)": (self: StringBuilder, c) => self.append(c),
      "System.Text.StringBuilder Append(char[] value)": (self: StringBuilder, chars) =>
        self.append(charsOf(chars).join("")),
      "System.Text.StringBuilder Append(char value, int repeatCount)": (self: StringBuilder, c: string, count) =>
        self.append(c.repeat(count)),
      "System.Text.StringBuilder Append(string value, int startIndex, int count)": (self, text: string, start, count) =>
        self.append(text.slice(start, start + count)),
      "System.Text.StringBuilder Append(System.Object value)": (self: StringBuilder, value, engine) =>
        self.append(textOf(value, engine)),
      "System.Text.StringBuilder AppendLine()": (self: StringBuilder) => self.append("\n"),
      "System.Text.StringBuilder AppendLine(string value)": (self: StringBuilder, text) =>
        self.append(`${text ?? ""}\n`),
      "System.Text.StringBuilder AppendFormat(string format, Params System.Object[] args)": (
        self: StringBuilder,
        format,
        args,
        engine,
      ) => self.append(engine.values.format(format, args)),
      "System.Text.StringBuilder AppendJoin(string separator, Params System.Object[] values)": (
        self: StringBuilder,
        separator,
        items,
        engine,
      ) => self.append(joinItems(separator, items.length === 1 ? (enumerate(items[0]) ?? items) : items, engine)),
      "System.Text.StringBuilder Insert(int index, string value)": (self: StringBuilder, index, text) =>
        insertText(self, index, text ?? ""),
      "System.Text.StringBuilder Insert(int index, System.Object value)": (self: StringBuilder, index, value, engine) =>
        insertText(self, index, textOf(value, engine)),
      "System.Text.StringBuilder Remove(int startIndex, int length)": (self: StringBuilder, start, length) => {
        if (start + length > self.text.length)
          throw argumentOutOfRange(
            "Index was out of range. Must be non-negative and less than the size of the collection.",
            "length",
          );
        self.text = self.text.slice(0, start) + self.text.slice(start + length);
        return self;
      },
      "System.Text.StringBuilder Replace(string oldValue, string newValue)": (self: StringBuilder, a, b) => {
        self.text = replaceText(self.text, a, b);
        return self;
      },
      "System.Text.StringBuilder Replace(char oldChar, char newChar)": (self: StringBuilder, a, b) => {
        self.text = self.text.split(a).join(b);
        return self;
      },
      "System.Text.StringBuilder Clear()": (self: StringBuilder) => {
        self.text = "";
        return self;
      },
      "int EnsureCapacity(int capacity)": (self: StringBuilder, capacity) =>
        (self.capacity = Math.max(self.capacity, capacity)),
      "bool Equals(System.Object obj)": (self, other) => self === other,
      "string ToString()": (self: StringBuilder) => self.text,
      "string ToString(int startIndex, int length)": (self: StringBuilder, start, length) =>
        self.text.slice(start, start + length),
    },
    text: (self: StringBuilder) => self.text,
  }),
};

function insertText(self: StringBuilder, index: number, text: string): StringBuilder {
  if (index < 0 || index > self.text.length)
    throw argumentOutOfRange(
      "Index was out of range. Must be non-negative and less than the size of the collection.",
      "index",
    );
  self.text = self.text.slice(0, index) + text + self.text.slice(index);
  return self;
}
