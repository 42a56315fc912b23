// `class` and `enum`: definitions become types of the runspace's table when the block that holds them starts.

import type {
  AttributeAst,
  Extent,
  FunctionMemberAst,
  PropertyMemberAst,
  TypeConstraintAst,
  TypeDefinitionAst,
} from "../../language/index.js";
import { typeNameText, type Compiler } from "./compiler.js";
import { constraintOf } from "./typed.js";
import { findType } from "./type.js";
import { positionMessage } from "../errors/position.js";
import { runtimeError } from "../types/errors.js";
import { NORMAL } from "../run/flow.js";
import type { Frame, Stmt } from "../run/runtime.js";
import { ScriptBlock } from "../run/script-block.js";
import { type ClassMethod, type ClassProperty, initialField, ScriptClass } from "../run/script-class.js";
import type { MethodDefinition, PropertyDefinition, TypeDefinition } from "../types/definition.js";
import { attributeName } from "../binder/validation.js";

export function compileTypeDefinition(c: Compiler, ast: TypeDefinitionAst): Stmt {
  return (f) => {
    if (ast.typeKind === "enum") defineEnum(c, f, ast);
    else defineClass(c, f, ast);
    f.rt.typeEpoch++;
    return NORMAL;
  };
}

// ---------------------------------------------------------------- enum

function defineEnum(c: Compiler, f: Frame, ast: TypeDefinitionAst): void {
  const flags = ast.attributes.some((attribute) => attributeName(attribute) === "flags");
  const underlying = ast.baseTypes[0];
  const values: [string, number | bigint][] = [];
  let next: number | bigint = 0;
  for (const member of ast.members) {
    if (member.kind !== "PropertyMember") continue;
    if (member.initialValue !== null) {
      const known = new Map(values);
      const value = enumConstant(c, f, member, known);
      next = typeof value === "bigint" ? value : value;
    }
    values.push([member.name, next]);
    next = typeof next === "bigint" ? next + 1n : next + 1;
  }
  f.rt.types.add({
    name: ast.name,
    base: "System.Enum",
    isValueType: true,
    enumValues: values,
    underlyingType: underlying
      ? (f.rt.types.find(typeNameText(underlying.typeName))?.name ?? "System.Int32")
      : "System.Int32",
    ...(flags && { flags: true }),
  });
}

/** A value of an enum's name: a constant, or other names of the same enum. */
function enumConstant(
  c: Compiler,
  f: Frame,
  member: PropertyMemberAst,
  known: ReadonlyMap<string, number | bigint>,
): number | bigint {
  const ast = member.initialValue!;
  if (ast.kind === "StringConstantExpression") {
    for (const [name, value] of known) if (name.toLowerCase() === ast.value.toLowerCase()) return value;
  }
  for (const [name, value] of known) f.scope.set(name, value);
  const value = c.expr(ast)(f);
  for (const [name] of known) f.scope.remove(name.toLowerCase());
  if (typeof value === "number" || typeof value === "bigint") return value;
  return Number(f.rt.values.convert(value, "int"));
}

// ---------------------------------------------------------------- class

function defineClass(c: Compiler, f: Frame, ast: TypeDefinitionAst): void {
  const { rt } = f;
  const bases = ast.baseTypes.map((base) => resolveBase(c, f, base));
  const baseType = bases.find((type) => !type.isInterface);
  const interfaces = bases.filter((type) => type.isInterface).map((type) => type.name);
  const baseClass = baseType ? (rt.classes.get(baseType.name.toLowerCase()) ?? null) : null;
  const netBase = baseClass ? baseClass.netBase : baseType;
  const cls = new ScriptClass(rt, ast.name, f, baseClass, netBase);
  rt.classes.set(ast.name.toLowerCase(), cls);
  const definition = {
    name: ast.name,
    ...(baseType && { base: baseType.name }),
    ...(interfaces.length > 0 && { interfaces }),
    properties: {} as Record<string, PropertyDefinition>,
    statics: {} as Record<string, PropertyDefinition>,
    methods: {} as Record<string, MethodDefinition[]>,
    staticMethods: {} as Record<string, MethodDefinition[]>,
    constructors: [] as MethodDefinition[],
  } satisfies TypeDefinition;
  const statics: (() => void)[] = [];
  for (const member of ast.members)
    if (member.kind === "PropertyMember") addProperty(c, f, cls, definition, member, statics);
    else addMethod(c, f, cls, definition, member);
  if (cls.constructors.length === 0) addDefaultConstructor(cls, definition);
  const text = cls.methods.find((method) => method.name.toLowerCase() === "tostring" && method.parameters.length === 0);
  rt.types.add({
    ...definition,
    ...(text && { text: (self: object) => rt.values.toText(cls.call(text, self, [])) }),
  });
  rt.typeEpoch++;
  for (const initialise of statics) initialise();
  if (cls.staticConstructor) cls.call(cls.staticConstructor, undefined, []);
}

function resolveBase(c: Compiler, f: Frame, base: TypeConstraintAst): TypeDefinition {
  const name = typeNameText(base.typeName);
  const type = findType(f.rt, name, c.namespaces);
  if (type === undefined) throw unknownType(c, name, base.typeName.extent);
  return type;
}

/** A class that names a type nobody knows does not parse. */
function unknownType(c: Compiler, name: string, extent: Extent): Error {
  return runtimeError("TypeNotFound", `${positionMessage(c.source, extent)}\nUnable to find type [${name}].`, {
    exceptionType: "System.Management.Automation.ParseException",
    category: "ParserError",
  });
}

function addProperty(
  c: Compiler,
  f: Frame,
  cls: ScriptClass,
  definition: { properties: Record<string, PropertyDefinition>; statics: Record<string, PropertyDefinition> },
  ast: PropertyMemberAst,
  statics: (() => void)[],
): void {
  const typeName = ast.propertyType === null ? "" : typeNameText(ast.propertyType.typeName);
  const attributes = [...(ast.propertyType ? [ast.propertyType] : []), ...(ast.attributes as readonly AttributeAst[])];
  const property: ClassProperty = {
    name: ast.name,
    typeName,
    initial: ast.initialValue === null ? null : c.expr(ast.initialValue),
    constraint: constraintOf(c, attributes, true),
    isTyped: attributes.length > 0,
  };
  const key = ast.name.toLowerCase();
  const type = typeName === "" ? "System.Object" : typeName;
  const shared = { type, ...(ast.isHidden && { hidden: true }) };
  const checked = (value: unknown): unknown => (property.isTyped ? property.constraint(f)(value, ast.name) : value);
  if (!ast.isStatic) {
    cls.properties.push(property);
    definition.properties[ast.name] = {
      ...shared,
      get: (self: object) => cls.fields(self).get(key) ?? null,
      set: (self: object, value) => void cls.fields(self).set(key, checked(value)),
    };
    return;
  }
  let held: unknown = null;
  definition.statics[ast.name] = {
    ...shared,
    get: () => held ?? null,
    set: (_: unknown, value) => void (held = checked(value)),
  };
  statics.push(() => {
    held = property.initial === null ? initialField(f, typeName) : checked(property.initial(f));
  });
}

function parameterText(method: ClassMethod): string[] {
  return method.parameters.map(
    (parameter) => `${parameter.typeName === "" ? "System.Object" : parameter.typeName} ${parameter.name}`,
  );
}

function addMethod(
  c: Compiler,
  f: Frame,
  cls: ScriptClass,
  definition: {
    methods: Record<string, MethodDefinition[]>;
    staticMethods: Record<string, MethodDefinition[]>;
    constructors: MethodDefinition[];
  },
  ast: FunctionMemberAst,
): void {
  const block = new ScriptBlock(ast.body, f.scope.state, ast.parameters, false, ast);
  const method: ClassMethod = {
    name: ast.name,
    block,
    parameters: ast.parameters.map((parameter) => {
      const type = parameter.attributes.find((each): each is TypeConstraintAst => each.kind === "TypeConstraint");
      return { name: parameter.name.path.name, typeName: type ? typeNameText(type.typeName) : "" };
    }),
    returnType:
      ast.isConstructor || ast.returnType === null
        ? "void"
        : typeNameText(ast.returnType.typeName).toLowerCase() === "void"
          ? "void"
          : typeNameText(ast.returnType.typeName),
    isStatic: ast.isStatic,
  };
  f.rt.compile(block).name = ast.name;
  const parameters = parameterText(method);
  if (ast.isConstructor) {
    if (ast.isStatic) {
      cls.staticConstructor = method;
      return;
    }
    cls.constructors.push(method);
    definition.constructors.push({
      parameters,
      returns: cls.name,
      call(_, args) {
        const self = cls.allocate();
        cls.construct(self, args);
        return self;
      },
    });
    return;
  }
  cls.methods.push(method);
  const target = ast.isStatic ? definition.staticMethods : definition.methods;
  const known = Object.keys(target).find((name) => name.toLowerCase() === ast.name.toLowerCase()) ?? ast.name;
  (target[known] ??= []).push({
    parameters,
    returns: method.returnType,
    call: (self: object | undefined, args) => cls.call(method, ast.isStatic ? undefined : self, args),
  });
}

function addDefaultConstructor(cls: ScriptClass, definition: { constructors: MethodDefinition[] }): void {
  definition.constructors.push({
    parameters: [],
    returns: cls.name,
    call() {
      const self = cls.allocate();
      cls.construct(self, []);
      return self;
    },
  });
}
