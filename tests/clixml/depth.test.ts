// Depth, references, and .NET objects as a view shows them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readValue, writeValue } from "../../src/clixml/index.js";
import {
  Dictionary,
  EnumValue,
  NetObject,
  type ObjectView,
  PSList,
  PSMember,
  PSObject,
} from "../../src/objects/index.js";

/** A .NET class of the test: a text, its own properties, and those a types file adds. */
class Thing extends NetObject {
  readonly typeName = "My.Thing";
  readonly label: string;
  readonly own: Record<string, unknown>;
  readonly added: Record<string, unknown>;
  constructor(label: string, own: Record<string, unknown>, added: Record<string, unknown> = {}) {
    super();
    this.label = label;
    this.own = own;
    this.added = added;
  }
}

class Computed extends PSMember {
  readonly memberType: PSMember["memberType"];
  readonly value: unknown;
  constructor(memberType: PSMember["memberType"], value?: unknown) {
    super();
    this.memberType = memberType;
    this.value = value;
  }
}

const thingOf = (value: unknown): Thing => (value instanceof PSObject ? (value.base as Thing) : (value as Thing));

const view: ObjectView = {
  typeNames: () => ["My.Thing", "System.Object"],
  adaptedNames: (value) => Object.keys(thingOf(value).own),
  propertyNames: (value) => [
    ...Object.keys(thingOf(value).own),
    ...(value instanceof PSObject ? value.shape.names : []),
    ...Object.keys(thingOf(value).added),
  ],
  property(value, name) {
    if (value instanceof PSObject && value.has(name)) {
      const held = value.get(name);
      return held instanceof Computed ? held.value : held;
    }
    const { own, added } = thingOf(value);
    return own[name] ?? added[name];
  },
  text: (value) => thingOf(value).label,
};

const TYPE = '<TN RefId="0"><T>My.Thing</T><T>System.Object</T></TN>';

test("a .NET object has Props, then its type's additions as MS", () => {
  assert.equal(
    writeValue(new Thing("it", { A: 1 }, { B: "b" }), { view }),
    `<Obj RefId="0">${TYPE}<ToString>it</ToString><Props><I32 N="A">1</I32></Props><MS><S N="B">b</S></MS></Obj>`,
  );
});

test("its own notes come before those of the type, and use up no depth", () => {
  const noted = new PSObject(new Thing("it", {}, { Added: new Thing("inner", {}) }));
  noted.set("Note", new Thing("note", { A: 1 }));
  assert.equal(
    writeValue(noted, { view }),
    `<Obj RefId="0">${TYPE}<ToString>it</ToString><MS><Obj N="Note" RefId="1"><TNRef RefId="0" /><ToString>note</ToString><Props><I32 N="A">1</I32></Props></Obj><S N="Added">inner</S></MS></Obj>`,
  );
});

test("at the end of the depth a .NET object is its text, an enumeration value its name", () => {
  const inner = new Thing("inner", { Deep: new Thing("deepest", {}) });
  const outer = new Thing("outer", { Inner: inner, Day: new EnumValue("System.DayOfWeek", 1, "Monday") });
  assert.equal(
    writeValue(outer, { view }),
    `<Obj RefId="0">${TYPE}<ToString>outer</ToString><Props><S N="Inner">inner</S><S N="Day">Monday</S></Props></Obj>`,
  );
  assert.match(writeValue(outer, { view, depth: 2 }), /<Obj N="Inner" RefId="1">.*<S N="Deep">deepest<\/S>/);
});

test("lists, dictionaries and custom objects use up no depth", () => {
  let value: unknown = new Thing("end", { A: 1 });
  for (let i = 0; i < 5; i++) value = PSObject.of({ L: [value], T: tableOf("k", value) });
  assert.match(writeValue(value, { view }), /<I32 N="A">1<\/I32>/);
});

function tableOf(key: string, value: unknown): Dictionary {
  const table = new Dictionary();
  table.set(key, value);
  return table;
}

test("a custom object at the end of the depth is its text, with its notes", () => {
  const outer = new Thing("outer", { Custom: PSObject.of({ A: 1 }) });
  const text = writeValue(outer, { view: { ...view, text: (v) => (v instanceof PSObject ? "@{A=1}" : "outer") } });
  assert.match(text, /<Obj N="Custom" RefId="1"><S>@\{A=1\}<\/S><MS><I32 N="A">1<\/I32><\/MS><\/Obj>/);
});

test("an enumerable object has its items and its properties", () => {
  const set = new PSList("HashSet", "System.Collections.Generic.HashSet`1[[System.Int32]]", [5, 6]);
  const listing: ObjectView = {
    ...view,
    adaptedNames: () => ["Count"],
    propertyNames: () => ["Count"],
    property: () => 2,
  };
  assert.match(
    writeValue(set, { view: listing }),
    /<\/TN><IE><I32>5<\/I32><I32>6<\/I32><\/IE><Props><I32 N="Count">2<\/I32><\/Props><\/Obj>$/,
  );
});

test("properties are computed, methods stay behind, one that gives nothing is left out", () => {
  const object = new PSObject();
  object.set("A", 1);
  object.set("Twice", new Computed("ScriptProperty", 2));
  object.set("B", new Computed("AliasProperty", 1));
  object.set("M", new Computed("ScriptMethod"));
  object.set("Bad", new Computed("ScriptProperty", undefined));
  assert.match(
    writeValue(object, { view }),
    /<MS><I32 N="A">1<\/I32><I32 N="Twice">2<\/I32><I32 N="B">1<\/I32><\/MS><\/Obj>$/,
  );
  const methods = new PSObject();
  methods.set("M", new Computed("ScriptMethod"));
  assert.doesNotMatch(writeValue(methods, { view }), /MS/);
});

test("what was written before is a reference, but for values without identity", () => {
  const shared = [1];
  const day = new EnumValue("System.DayOfWeek", 1, "Monday");
  const text = writeValue([shared, shared, day, day, "s", "s"]);
  assert.match(text, /<Ref RefId="1" \/>/);
  assert.equal(text.match(/<ToString>Monday/g)?.length, 2);
  const back = (readValue(text) as PSObject).base as PSList;
  assert.equal(back.items[0], back.items[1]);
});

test("beyond fifty levels there is a sentence instead", () => {
  let value: unknown = 1;
  for (let i = 0; i < 1000; i++) value = [value];
  const text = writeValue(value);
  assert.match(text, /<S>Serialized XML is nested too deeply\.<\/S>/);
  assert.equal(text.match(/<LST>/g)?.length, 49);
  let deepest = "<I32>1</I32>";
  for (let i = 0; i < 49; i++) deepest = `<Obj RefId="${i}"><LST>${deepest}</LST></Obj>`;
  assert.throws(() => readValue(deepest), /nested too deeply/);
  assert.throws(() => readValue("<Obj RefId='0'><MS>" + "<MS N='a'>".repeat(100_000)), /nested too deeply/);
  assert.throws(() => readValue("<Nil>" + "<a>".repeat(100_000)), /nested too deeply/);
});

test("deserialized objects travel on whole, with the names they had", () => {
  const text =
    '<Obj RefId="0"><TN RefId="0"><T>Deserialized.X</T></TN><ToString>x</ToString><Props><S N="A">1</S></Props><MS><S N="B">2</S></MS></Obj>';
  const value = readValue(text) as PSObject;
  assert.equal(value.adapted, 1);
  assert.equal(writeValue(value), text);
  value.delete("A");
  assert.equal(value.adapted, 0);
  const within = new Thing("outer", { X: readValue(text) });
  assert.match(writeValue(within, { view }), /<Obj N="X" RefId="1">.*<S N="A">1<\/S>/);
});
