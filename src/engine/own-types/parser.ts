// System.Management.Automation.Language.Parser: scripts that look at scripts.

import { NetObject } from "../../objects/index.js";
import { parse } from "../../language/index.js";
import { astObject, extentObject } from "./ast-object.js";
import type { Runtime } from "../run/runtime.js";
import { defineType, type TypeSource } from "../types/define.js";
import { PSReference } from "../types/type-object.js";

const NAMESPACE = "System.Management.Automation.Language.";

class ParseErrorObject extends NetObject {
  readonly typeName: string = `${NAMESPACE}ParseError`;
  readonly errorId: string;
  readonly message: string;
  readonly incompleteInput: boolean;
  readonly extent: unknown;
  constructor(error: { errorId: string; message: string; incompleteInput: boolean }, extent: unknown) {
    super();
    this.errorId = error.errorId;
    this.message = error.message;
    this.incompleteInput = error.incompleteInput;
    this.extent = extent;
  }
}

class TokenObject extends NetObject {
  readonly typeName: string = `${NAMESPACE}Token`;
  readonly text: string;
  readonly kind: string;
  readonly extent: unknown;
  constructor(text: string, kind: string, extent: unknown) {
    super();
    this.text = text;
    this.kind = kind;
    this.extent = extent;
  }
}

export function addParserTypes(rt: Runtime): void {
  const add = (name: string, source: TypeSource): void => rt.types.add(defineType(NAMESPACE + name, source));
  add("ParseError", {
    members: {
      "string ErrorId": (e: ParseErrorObject) => e.errorId,
      "string Message": (e: ParseErrorObject) => e.message,
      "bool IncompleteInput": (e: ParseErrorObject) => e.incompleteInput,
      "System.Object Extent": (e: ParseErrorObject) => e.extent,
    },
    text: (e: ParseErrorObject) => e.message,
  });
  add("Token", {
    members: {
      "string Text": (t: TokenObject) => t.text,
      "System.Object Kind": (t: TokenObject) => t.kind,
      "System.Object Extent": (t: TokenObject) => t.extent,
    },
    text: (t: TokenObject) => t.text,
  });
  add("Parser", {
    kind: "static",
    members: {
      "static System.Object ParseInput(string input, System.Object tokens, System.Object errors)": (
        input: string,
        tokens: unknown,
        errors: unknown,
      ) => parseFor(rt, input, null, tokens, errors),
      "static System.Object ParseInput(string input, string fileName, System.Object tokens, System.Object errors)": (
        input: string,
        fileName: string,
        tokens: unknown,
        errors: unknown,
      ) => parseFor(rt, input, fileName, tokens, errors),
      "static System.Object ParseFile(string fileName, System.Object tokens, System.Object errors)": (
        fileName: string,
        tokens: unknown,
        errors: unknown,
      ) => {
        const bytes = rt.host.files.read(rt.location.resolve(fileName).path);
        return parseFor(rt, new TextDecoder().decode(bytes), fileName, tokens, errors);
      },
    },
  });
}

function parseFor(rt: Runtime, text: string, fileName: string | null, tokens: unknown, errors: unknown): unknown {
  const result = parse(text, fileName, { tokens: true });
  const { source } = result.ast;
  if (tokens instanceof PSReference)
    tokens.value = result.tokens.map(
      (token) =>
        new TokenObject(text.slice(token.start, token.end), String(token.kind), extentObject(rt, token, source)),
    );
  if (errors instanceof PSReference)
    errors.value = result.errors.map((error) => new ParseErrorObject(error, extentObject(rt, error.extent, source)));
  return astObject(rt, result.ast, source);
}
