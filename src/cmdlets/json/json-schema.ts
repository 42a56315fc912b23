// What a JSON schema says of a document: the keywords that schemas of configuration files use, of drafts 4 to 2020-12.
//
// Rule: a keyword that is not known here asks nothing; `$ref` reaches within the same schema only, and no deeper than MOST_DEEP.

export interface SchemaFault {
  readonly message: string;
  /** Where in the document, as a JSON pointer: "" for all of it. */
  readonly at: string;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Schema = { readonly [keyword: string]: Json };

const MOST_DEEP = 200;

/** What a document lacks to be as the schema says; empty where it is. */
export function checkSchema(document: unknown, schema: unknown): readonly SchemaFault[] {
  const faults: SchemaFault[] = [];
  new Checker(schema as Json, (fault) => faults.push(fault)).check(document as Json, schema as Json, "", 0);
  return faults;
}

class Checker {
  readonly #root: Json;
  readonly #report: (fault: SchemaFault) => void;
  constructor(root: Json, report: (fault: SchemaFault) => void) {
    this.#root = root;
    this.#report = report;
  }

  check(value: Json, schema: Json, at: string, depth: number): void {
    if (schema === false) this.#say("All values fail against the false schema", at);
    if (!isObject(schema) || depth > MOST_DEEP) return;
    const reference = schema["$ref"];
    if (typeof reference === "string") this.check(value, this.#find(reference), at, depth + 1);
    this.#any(value, schema, at);
    if (typeof value === "number") this.#number(value, schema, at);
    if (typeof value === "string") this.#text(value, schema, at);
    if (isArray(value)) this.#array(value, schema, at, depth);
    if (isObject(value)) this.#object(value, schema, at, depth);
    this.#combined(value, schema, at, depth);
  }

  #say(message: string, at: string): void {
    this.#report({ message, at });
  }

  #find(reference: string): Json {
    if (!reference.startsWith("#")) return true;
    let found: Json | undefined = this.#root;
    for (const part of reference.slice(1).split("/").slice(1)) {
      const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      found = isObject(found) || isArray(found) ? (found as Schema)[name] : undefined;
    }
    return found ?? true;
  }

  #any(value: Json, schema: Schema, at: string): void {
    const types =
      typeof schema["type"] === "string" ? [schema["type"]] : isArray(schema["type"]) ? schema["type"] : undefined;
    if (types && !types.some((type) => isOfType(value, type as string)))
      this.#say(
        `Value is "${typeOf(value)}" but should be ${types.length === 1 ? `"${String(types[0])}"` : `one of ${JSON.stringify(types)}`}`,
        at,
      );
    const allowed = schema["enum"];
    if (isArray(allowed) && !allowed.some((each) => isSame(each, value)))
      this.#say("Value should match one of the values specified by the enum", at);
    if ("const" in schema && !isSame(schema["const"]!, value))
      this.#say(`Expected ${JSON.stringify(JSON.stringify(schema["const"]))}`, at);
  }

  #number(value: number, schema: Schema, at: string): void {
    const limit = (keyword: string, holds: (limit: number) => boolean, words: string): void => {
      const bound = schema[keyword];
      if (typeof bound === "number" && !holds(bound)) this.#say(`${value} should be ${words} ${bound}`, at);
    };
    limit("minimum", (bound) => value >= bound, "at least");
    limit("maximum", (bound) => value <= bound, "at most");
    limit("exclusiveMinimum", (bound) => value > bound, "greater than");
    limit("exclusiveMaximum", (bound) => value < bound, "less than");
    limit("multipleOf", (bound) => Number.isInteger(value / bound), "a multiple of");
  }

  #text(value: string, schema: Schema, at: string): void {
    const length = [...value].length;
    const { minLength, maxLength, pattern } = schema;
    if (typeof minLength === "number" && length < minLength)
      this.#say(`Value should be at least ${minLength} characters`, at);
    if (typeof maxLength === "number" && length > maxLength)
      this.#say(`Value should be at most ${maxLength} characters`, at);
    if (typeof pattern === "string" && !matches(pattern, value))
      this.#say("The string value is not a match for the indicated regular expression", at);
  }

  #array(value: readonly Json[], schema: Schema, at: string, depth: number): void {
    const { minItems, maxItems, uniqueItems, items, prefixItems } = schema;
    if (typeof minItems === "number" && value.length < minItems)
      this.#say(`Value should have at least ${minItems} items but has ${value.length} items`, at);
    if (typeof maxItems === "number" && value.length > maxItems)
      this.#say(`Value should have at most ${maxItems} items but has ${value.length} items`, at);
    if (uniqueItems === true && new Set(value.map((each) => canonical(each))).size < value.length)
      this.#say("Found duplicates at the following index pairs", at);
    const first = isArray(prefixItems) ? prefixItems : isArray(items) ? items : [];
    value.forEach((item, i) => {
      const own = i < first.length ? first[i]! : isArray(items) ? true : items;
      if (own !== undefined) this.check(item, own, `${at}/${i}`, depth + 1);
    });
  }

  #object(value: { readonly [name: string]: Json }, schema: Schema, at: string, depth: number): void {
    const names = Object.keys(value);
    const { required, minProperties, maxProperties, properties, patternProperties, additionalProperties } = schema;
    const missing = isArray(required) ? required.filter((name) => !Object.hasOwn(value, name as string)) : [];
    if (missing.length > 0) this.#say(`Required properties ${JSON.stringify(missing)} are not present`, at);
    if (typeof minProperties === "number" && names.length < minProperties)
      this.#say(`Value should have at least ${minProperties} properties but has ${names.length}`, at);
    if (typeof maxProperties === "number" && names.length > maxProperties)
      this.#say(`Value should have at most ${maxProperties} properties but has ${names.length}`, at);
    for (const name of names) {
      const schemas: Json[] = [];
      if (isObject(properties) && Object.hasOwn(properties, name)) schemas.push(properties[name]!);
      if (isObject(patternProperties))
        for (const [pattern, own] of Object.entries(patternProperties)) if (matches(pattern, name)) schemas.push(own);
      if (schemas.length === 0 && additionalProperties !== undefined) schemas.push(additionalProperties);
      for (const own of schemas) this.check(value[name]!, own, `${at}/${pointerPart(name)}`, depth + 1);
    }
  }

  #combined(value: Json, schema: Schema, at: string, depth: number): void {
    const { allOf, anyOf, oneOf, not } = schema;
    if (isArray(allOf)) for (const each of allOf) this.check(value, each, at, depth + 1);
    const passing = (schemas: readonly Json[]): number =>
      schemas.filter((each) => this.#holds(value, each, depth + 1)).length;
    if (isArray(anyOf) && passing(anyOf) === 0) for (const each of anyOf) this.check(value, each, at, depth + 1);
    if (isArray(oneOf)) {
      const count = passing(oneOf);
      if (count !== 1) this.#say(`Expected 1 matching subschema but found ${count}`, at);
    }
    if (not !== undefined && this.#holds(value, not, depth + 1)) this.#say("Value should not match the subschema", at);
    const branch =
      schema["if"] === undefined ? undefined : this.#holds(value, schema["if"], depth + 1) ? "then" : "else";
    if (branch !== undefined && schema[branch] !== undefined) this.check(value, schema[branch], at, depth + 1);
  }

  #holds(value: Json, schema: Json, depth: number): boolean {
    let holds = true;
    new Checker(this.#root, () => (holds = false)).check(value, schema, "", depth);
    return holds;
  }
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isOfType(value: Json, type: string): boolean {
  const own = typeOf(value);
  return own === type || (own === "integer" && type === "number");
}

function isSame(left: Json, right: Json): boolean {
  return canonical(left) === canonical(right);
}

/** Equal for equal values, whatever the order of their properties. */
function canonical(value: Json): string {
  if (isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(",")}}`;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
