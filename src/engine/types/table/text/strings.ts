// System.String: its members, overload by overload.

import type { Family } from "../../define.js";
import { enumerate } from "../../enumerate.js";
import { argumentError, argumentOutOfRange, negativeArgument, netError, tooLargeArgument } from "../../errors.js";
import { formatComposite } from "../../text/format-string.js";
import { ArrayEnumerator } from "../collections/array-tools.js";
import { lower, upper } from "./chars.js";
import { charArray, charsOf, contextOf, convertibleMembers, cultureOf, enumOf, numberOf } from "../common.js";
import { hashCode } from "../object.js";
import { compareBy, compareWith, fold } from "./string-comparers.js";
import {
  checkIndex,
  checkRange,
  checkWidth,
  indexOfAny,
  joinItems,
  lastIndexOf,
  MANY,
  replaceText,
  split,
  textOf,
  trimBy,
} from "./string-tools.js";

const COMPARISON = "System.StringComparison comparisonType";
const OPTIONS = "System.StringSplitOptions options";

export const stringTypes: Family = {
  "System.String": () => ({
    interfaces:
      "System.IComparable System.ICloneable System.IConvertible System.Collections.IEnumerable System.IComparable`1[[System.String]] System.IEquatable`1[[System.String]] System.Collections.Generic.IEnumerable`1[[System.Char]]",
    members: {
      "int Length": (s: string) => s.length,
      "new(char[] value)": (chars) => charsOf(chars).join(""),
      "new(char c, int count)": (c: string, count) => {
        if (count < 0) throw argumentOutOfRange("'count' must be non-negative.", "count");
        return c.repeat(count);
      },
      "new(char[] value, int startIndex, int length)": (chars, start, length) =>
        charsOf(chars)
          .slice(start, start + length)
          .join(""),
      "param char Chars(int index)": (s: string, index) => {
        if (index < 0 || index >= s.length)
          throw netError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
        return s[index];
      },
      "System.Object Clone()": (s) => s,
      "int CompareTo(System.Object value)": (s: string, other) => {
        if (other !== null && typeof other !== "string") throw argumentError("Object must be of type String.", "value");
        return compareBy(s, other, false, false);
      },
      "int CompareTo(string strB)": (s: string, other) => compareBy(s, other, false, false),
      "bool Contains(char value)": (s: string, c: string) => s.includes(c),
      "bool Contains(string value)": (s: string, sub: string) => s.includes(sub),
      [`bool Contains(string value, ${COMPARISON})`]: (s: string, sub: string, mode) =>
        fold(s, mode).includes(fold(sub, mode)),
      "bool EndsWith(string value)": (s: string, sub: string) => s.endsWith(sub),
      "bool EndsWith(char value)": (s: string, c: string) => s.endsWith(c),
      [`bool EndsWith(string value, ${COMPARISON})`]: (s: string, sub: string, mode) =>
        fold(s, mode).endsWith(fold(sub, mode)),
      "bool EndsWith(string value, bool ignoreCase, cultureinfo culture)": (s: string, sub: string, ignore) =>
        ignore ? s.toUpperCase().endsWith(sub.toUpperCase()) : s.endsWith(sub),
      "bool StartsWith(string value)": (s: string, sub: string) => s.startsWith(sub),
      "bool StartsWith(char value)": (s: string, c: string) => s.startsWith(c),
      [`bool StartsWith(string value, ${COMPARISON})`]: (s: string, sub: string, mode) =>
        fold(s, mode).startsWith(fold(sub, mode)),
      "bool StartsWith(string value, bool ignoreCase, cultureinfo culture)": (s: string, sub: string, ignore) =>
        ignore ? s.toUpperCase().startsWith(sub.toUpperCase()) : s.startsWith(sub),
      "bool Equals(System.Object obj)": (s, other) => s === other,
      "bool Equals(string value)": (s, other) => s === other,
      [`bool Equals(string value, ${COMPARISON})`]: (s, other, mode) => compareWith(s, other, mode) === 0,
      "System.CharEnumerator GetEnumerator()": (s) => new ArrayEnumerator(charArray(s), "System.CharEnumerator"),
      "int GetHashCode()": (s) => hashCode(s),
      "System.TypeCode GetTypeCode()": (_s, engine) => enumOf(engine, "System.TypeCode", "String"),
      "int IndexOf(char value)": (s: string, c: string) => s.indexOf(c),
      "int IndexOf(char value, int startIndex)": (s: string, c: string, start) => {
        checkIndex(s, start);
        return s.indexOf(c, start);
      },
      "int IndexOf(char value, int startIndex, int count)": (s: string, c, start, count) => {
        const found = s.slice(0, start + count).indexOf(c, start);
        return found;
      },
      [`int IndexOf(char value, ${COMPARISON})`]: (s: string, c: string, mode) => fold(s, mode).indexOf(fold(c, mode)),
      "int IndexOf(string value)": (s: string, sub: string) => s.indexOf(sub),
      "int IndexOf(string value, int startIndex)": (s: string, sub: string, start) => {
        checkIndex(s, start);
        return s.indexOf(sub, start);
      },
      "int IndexOf(string value, int startIndex, int count)": (s: string, sub, start, count) =>
        s.slice(0, start + count).indexOf(sub, start),
      [`int IndexOf(string value, ${COMPARISON})`]: (s: string, sub, mode) => fold(s, mode).indexOf(fold(sub, mode)),
      [`int IndexOf(string value, int startIndex, ${COMPARISON})`]: (s: string, sub, start, mode) =>
        fold(s, mode).indexOf(fold(sub, mode), start),
      "int IndexOfAny(char[] anyOf)": (s: string, chars) => indexOfAny(s, chars, 0),
      "int IndexOfAny(char[] anyOf, int startIndex)": (s: string, chars, start) => indexOfAny(s, chars, start),
      "int IndexOfAny(char[] anyOf, int startIndex, int count)": (s: string, chars, start, count) =>
        indexOfAny(s, chars, start, count),
      "string Insert(int startIndex, string value)": (s: string, start, value) => {
        if (start < 0 || start > s.length)
          throw start < 0 ? negativeArgument("startIndex", start) : tooLargeArgument("startIndex", start, s.length);
        return s.slice(0, start) + value + s.slice(start);
      },
      "bool IsNormalized()": (s: string) => s.normalize() === s,
      "int LastIndexOf(char value)": (s: string, c: string) => s.lastIndexOf(c),
      "int LastIndexOf(char value, int startIndex)": (s: string, c: string, start) => s.lastIndexOf(c, start),
      "int LastIndexOf(string value)": (s: string, sub: string) => lastIndexOf(s, sub),
      "int LastIndexOf(string value, int startIndex)": (s: string, sub: string, start) => lastIndexOf(s, sub, start),
      [`int LastIndexOf(string value, ${COMPARISON})`]: (s: string, sub, mode) =>
        lastIndexOf(s, sub, s.length - 1, mode),
      "int LastIndexOfAny(char[] anyOf)": (s: string, chars) => {
        const wanted = charsOf(chars);
        for (let i = s.length - 1; i >= 0; i--) if (wanted.includes(s[i]!)) return i;
        return -1;
      },
      "string Normalize()": (s: string) => s.normalize(),
      "string Normalize(System.Text.NormalizationForm normalizationForm)": (s: string, form) =>
        s.normalize({ 1: "NFC", 2: "NFD", 5: "NFKC", 6: "NFKD" }[numberOf(form)] ?? "NFC"),
      "string PadLeft(int totalWidth)": (s: string, width) => s.padStart(checkWidth(width)),
      "string PadLeft(int totalWidth, char paddingChar)": (s: string, width, c) => s.padStart(checkWidth(width), c),
      "string PadRight(int totalWidth)": (s: string, width) => s.padEnd(checkWidth(width)),
      "string PadRight(int totalWidth, char paddingChar)": (s: string, width, c) => s.padEnd(checkWidth(width), c),
      "string Remove(int startIndex)": (s: string, start) => {
        checkRange(s, start);
        return s.slice(0, start);
      },
      "string Remove(int startIndex, int count)": (s: string, start, count) => {
        if (start + count > s.length)
          throw argumentOutOfRange("Index and count must refer to a location within the string.", "count");
        return s.slice(0, start) + s.slice(start + count);
      },
      "string Replace(char oldChar, char newChar)": (s: string, a, b) => s.split(a).join(b),
      "string Replace(string oldValue, string newValue)": (s: string, a, b) => replaceText(s, a, b),
      [`string Replace(string oldValue, string newValue, ${COMPARISON})`]: (s: string, a, b, mode) =>
        replaceText(s, a, b, mode),
      "string Replace(string oldValue, string newValue, bool ignoreCase, cultureinfo culture)": (
        s: string,
        a,
        b,
        ignore,
      ) => replaceText(s, a, b, ignore ? true : undefined),
      "string ReplaceLineEndings()": (s: string) => s.replace(/\r\n|[\r\n\f\u0085\u2028\u2029]/g, "\n"),
      "string ReplaceLineEndings(string replacementText)": (s: string, next: string) =>
        s.replace(/\r\n|[\r\n\f\u0085\u2028\u2029]/g, () => next),
      "string[] Split(Params char[] separator)": (s, chars) => split(s, charsOf(chars), MANY, 0),
      [`string[] Split(char separator, ${OPTIONS} = None)`]: (s, c, options) => split(s, [c], MANY, options),
      [`string[] Split(char separator, int count, ${OPTIONS} = None)`]: (s, c, count, options) =>
        split(s, [c], count, options),
      "string[] Split(char[] separator, int count)": (s, chars, count) => split(s, charsOf(chars), count, 0),
      [`string[] Split(char[] separator, ${OPTIONS})`]: (s, chars, options) => split(s, charsOf(chars), MANY, options),
      [`string[] Split(char[] separator, int count, ${OPTIONS})`]: (s, chars, count, options) =>
        split(s, charsOf(chars), count, options),
      [`string[] Split(string separator, ${OPTIONS} = None)`]: (s, text, options) =>
        split(s, text ? [text] : [], MANY, options),
      [`string[] Split(string separator, int count, ${OPTIONS} = None)`]: (s, text, count, options) =>
        split(s, text ? [text] : [], count, options),
      [`string[] Split(string[] separator, ${OPTIONS})`]: (s, texts, options) => split(s, texts ?? [], MANY, options),
      [`string[] Split(string[] separator, int count, ${OPTIONS})`]: (s, texts, count, options) =>
        split(s, texts ?? [], count, options),
      "string Substring(int startIndex)": (s: string, start) => {
        checkRange(s, start);
        return s.slice(start);
      },
      "string Substring(int startIndex, int length)": (s: string, start, length) => {
        checkRange(s, start, length);
        return s.slice(start, start + length);
      },
      "char[] ToCharArray()": (s) => charArray(s),
      "char[] ToCharArray(int startIndex, int length)": (s: string, start, length) =>
        charArray(s.slice(start, start + length)),
      "string ToLower()": (s: string) => lower(s),
      "string ToLower(cultureinfo culture)": (s: string) => lower(s),
      "string ToLowerInvariant()": (s: string) => lower(s),
      "string ToString()": (s) => s,
      "string ToString(System.IFormatProvider provider)": (s) => s,
      "string ToUpper()": (s: string) => upper(s),
      "string ToUpper(cultureinfo culture)": (s: string) => upper(s),
      "string ToUpperInvariant()": (s: string) => upper(s),
      ...convertibleMembers,
      "string Trim()": (s: string) => trimBy(s, [], true, true),
      "string Trim(char trimChar)": (s: string, c) => trimBy(s, [c], true, true),
      "string Trim(Params char[] trimChars)": (s: string, chars) => trimBy(s, charsOf(chars), true, true),
      "string Trim(System.ReadOnlySpan[char] trimChars)": (s: string, chars) => trimBy(s, charsOf(chars), true, true),
      "string TrimEnd()": (s: string) => trimBy(s, [], false, true),
      "string TrimEnd(char trimChar)": (s: string, c) => trimBy(s, [c], false, true),
      "string TrimEnd(Params char[] trimChars)": (s: string, chars) => trimBy(s, charsOf(chars), false, true),
      "string TrimStart()": (s: string) => trimBy(s, [], true, false),
      "string TrimStart(char trimChar)": (s: string, c) => trimBy(s, [c], true, false),
      "string TrimStart(Params char[] trimChars)": (s: string, chars) => trimBy(s, charsOf(chars), true, false),
      "string TrimEnd(System.ReadOnlySpan[char] trimChars)": (s: string, chars) =>
        trimBy(s, charsOf(chars), false, true),
      "string TrimStart(System.ReadOnlySpan[char] trimChars)": (s: string, chars) =>
        trimBy(s, charsOf(chars), true, false),
      "static string Empty": () => "",
      "static int Compare(string strA, string strB)": (a, b) => compareBy(a, b, false, false),
      "static int Compare(string strA, string strB, bool ignoreCase)": (a, b, ignore) => compareBy(a, b, ignore, false),
      "static int Compare(string strA, string strB, bool ignoreCase, cultureinfo culture)": (a, b, ignore) =>
        compareBy(a, b, ignore, false),
      [`static int Compare(string strA, string strB, ${COMPARISON})`]: compareWith,
      "static int CompareOrdinal(string strA, string strB)": (a, b) => compareBy(a, b, false, true),
      "static string Concat(System.Object arg0)": (a, engine) => textOf(a, engine),
      "static string Concat(System.Object arg0, System.Object arg1)": (a, b, engine) => joinItems("", [a, b], engine),
      "static string Concat(System.Object arg0, System.Object arg1, System.Object arg2)": (a, b, c, engine) =>
        joinItems("", [a, b, c], engine),
      "static string Concat(Params System.Object[] args)": (args, engine) => joinItems("", args, engine),
      "static string Concat(Params string[] values)": (args, engine) => joinItems("", args, engine),
      "static string Copy(string str)": (s) => s,
      "static bool Equals(string a, string b)": (a, b) => a === b,
      [`static bool Equals(string a, string b, ${COMPARISON})`]: (a, b, mode) => compareWith(a, b, mode) === 0,
      "static string Format(string format, System.Object arg0)": (format, a, engine) =>
        engine.values.format(format, [a]),
      "static string Format(string format, Params System.Object[] args)": (format, args, engine) =>
        engine.values.format(format, args),
      "static string Format(System.IFormatProvider provider, string format, Params System.Object[] args)": (
        provider,
        format,
        args,
        engine,
      ) => formatComposite(format, args, contextOf(engine), cultureOf(provider)),
      "static bool IsNullOrEmpty(string value)": (s) => s === null || s === "",
      "static bool IsNullOrWhiteSpace(string value)": (s: string | null) => s === null || s.trim() === "",
      "static string Intern(string str)": (s) => s,
      "static string Join(char separator, Params string[] value)": (c, items, engine) => joinItems(c, items, engine),
      "static string Join(char separator, Params System.Object[] values)": (c, items, engine) =>
        joinItems(c, items, engine),
      "static string Join(string separator, Params string[] value)": (s, items, engine) => joinItems(s, items, engine),
      "static string Join(string separator, Params System.Object[] values)": (s, items, engine) =>
        joinItems(s, items.length === 1 ? (enumerate(items[0]) ?? items) : items, engine),
      "static string Join(string separator, System.Collections.IEnumerable values)": (s, items, engine) =>
        joinItems(s, enumerate(items) ?? [items], engine),
      "static string Join(string separator, string[] value, int startIndex, int count)": (
        s,
        items,
        start,
        count,
        engine,
      ) => joinItems(s, items.slice(start, start + count), engine),
    },
  }),
  "System.ReadOnlySpan`1": () => ({ kind: "struct" }),
};
