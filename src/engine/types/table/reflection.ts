// Types as values, and what reflection tells of them: members, assemblies. Enough for a name and a type, nothing to call.

import { EnumValue, NetObject, typedArray } from "../../../objects/index.js";
import { isValueType } from "../define.js";
import type { Family } from "../define.js";
import type { MethodDefinition, TypeDefinition } from "../definition.js";
import { overloadText } from "../members/overloads.js";
import { namespaceOf, shortName, typeToString } from "../type-name.js";
import { PSType } from "../type-object.js";
import { defaultValue } from "./collections/array-tools.js";
import { contextOf, stringArray, tableOf, typeNamed } from "./common.js";

/** A reflected member: enough for a name and a type. */
class Reflected extends NetObject {
  readonly typeName: string;
  readonly name: string;
  readonly valueType: string;
  readonly text: string;
  constructor(typeName: string, name: string, valueType: string, text: string) {
    super();
    this.typeName = typeName;
    this.name = name;
    this.valueType = valueType;
    this.text = text;
  }
}

/** System.Reflection.Assembly, by its simple name. */
class AssemblyName extends NetObject {
  readonly typeName: string = "System.Reflection.RuntimeAssembly";
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

function assemblyOf(type: TypeDefinition): string {
  if (type.name.startsWith("System.Management.Automation")) return "System.Management.Automation";
  if (type.name.startsWith("System.Xml")) return "System.Private.Xml";
  if (type.name.startsWith("System.Collections.Generic.") && /Stack|Linked|Sorted/.test(type.name))
    return "System.Collections";
  if (type.name.startsWith("System.Net")) return "System.Net.Primitives";
  return type.name.startsWith("System.") || !type.name.includes(".") ? "System.Private.CoreLib" : "Remora";
}

function reflectedMethods(type: TypeDefinition, engine: any): Reflected[] {
  const context = contextOf(engine);
  const resolved = tableOf(engine).resolve(type);
  const list: Reflected[] = [];
  const add = (name: string, overloads: readonly MethodDefinition[], isStatic: boolean): void => {
    for (const overload of overloads)
      list.push(
        new Reflected(
          "System.Reflection.RuntimeMethodInfo",
          name,
          overload.returns,
          overloadText(name, overload, isStatic, context),
        ),
      );
  };
  for (const method of resolved.methods.values()) add(method.name, method.overloads, false);
  for (const method of resolved.staticMethods.values()) add(method.name, method.overloads, true);
  return list;
}

function reflectedProperties(type: TypeDefinition, engine: any): Reflected[] {
  const resolved = tableOf(engine).resolve(type);
  return [...resolved.properties.values(), ...resolved.statics.values()]
    .filter((property) => !property.isExtended)
    .map((property) => {
      const text = `${typeToString(tableOf(engine).canonical(property.definition.type))} ${property.name}`;
      return new Reflected("System.Reflection.RuntimePropertyInfo", property.name, property.definition.type, text);
    });
}

const genericName = (name: string): string => (name.includes("[[") ? name.slice(0, name.indexOf("[[")) : name);

function baseType(self: PSType, engine: any): PSType | null {
  const name = tableOf(engine).resolve(self.definition).hierarchy[1];
  const found = name === undefined ? undefined : engine.types.find(name);
  return found ? engine.types.typeObject(found) : null;
}

function genericArguments(self: PSType, engine: any): unknown[] {
  return typedArray(
    "System.Type",
    (self.definition.typeArguments ?? []).map((name) => typeNamed(engine, name)),
  );
}

function interfacesOf(self: PSType, engine: any): unknown[] {
  const names = [...tableOf(engine).resolve(self.definition).assignableTo];
  const types = names.map((name) => engine.types.find(name)).filter((type: TypeDefinition) => type?.isInterface);
  return typedArray(
    "System.Type",
    types.map((type: TypeDefinition) => engine.types.typeObject(type)),
  );
}

export const reflectionTypes: Family = {
  "System.Type": () => ({
    kind: "abstract",
    base: "System.Reflection.MemberInfo",
    members: {
      "bool IsPublic": () => true,
      "bool IsSerializable": (self: PSType) => !self.name.startsWith("System.Management.Automation.PSObject"),
      "string Name": (self: PSType) => shortName(self.name),
      "type BaseType": (self: PSType, engine) => baseType(self, engine),
      "string FullName": (self: PSType) => self.name,
      "string Namespace": (self: PSType) => namespaceOf(self.name) || null,
      "string AssemblyQualifiedName": (self: PSType) => `${self.name}, ${assemblyOf(self.definition)}`,
      "System.Reflection.Assembly Assembly": (self: PSType) => new AssemblyName(assemblyOf(self.definition)),
      "System.Reflection.Module Module": () => null,
      "guid GUID": () => null,
      "bool IsEnum": (self: PSType) => self.definition.enumValues !== undefined,
      "bool IsArray": (self: PSType) => self.definition.elementType !== undefined,
      "bool IsValueType": (self: PSType) => isValueType(self.definition),
      "bool IsPrimitive": (self: PSType) =>
        /^System\.(Boolean|Byte|SByte|Int16|UInt16|Int32|UInt32|Int64|UInt64|Single|Double|Char|IntPtr)$/.test(
          self.name,
        ),
      "bool IsClass": (self: PSType) => !isValueType(self.definition) && !self.definition.isInterface,
      "bool IsInterface": (self: PSType) => self.definition.isInterface === true,
      "bool IsAbstract": (self: PSType) => self.definition.isAbstract === true || self.definition.isInterface === true,
      "bool IsSealed": (self: PSType) => isValueType(self.definition) || self.name === "System.String",
      "bool IsGenericType": (self: PSType) => self.name.includes("`"),
      "bool ContainsGenericParameters": (self: PSType) => /`\d+$/.test(self.name),
      "type UnderlyingSystemType": (self) => self,
      "type DeclaringType": () => null,
      "type ReflectedType": () => null,
      "string MemberType": () => "TypeInfo",
      "type[] GenericTypeArguments": (self: PSType, engine) => genericArguments(self, engine),
      "type[] ImplementedInterfaces": (self: PSType, engine) => interfacesOf(self, engine),
      "type[] GetInterfaces()": (self: PSType, engine) => interfacesOf(self, engine),
      "type[] GetGenericArguments()": (self: PSType, engine) => genericArguments(self, engine),
      "type GetGenericTypeDefinition()": (self: PSType, engine) => typeNamed(engine, genericName(self.name)),
      "type MakeGenericType(Params type[] typeArguments)": (self: PSType, args: PSType[], engine) =>
        typeNamed(engine, `${genericName(self.name)}[${args.map((arg) => `[${arg.name}]`).join(",")}]`),
      "type MakeArrayType()": (self: PSType, engine) => typeNamed(engine, self.name + "[]"),
      "type GetElementType()": (self: PSType, engine) =>
        self.definition.elementType === undefined ? null : typeNamed(engine, self.definition.elementType),
      "bool IsAssignableFrom(type c)": (self: PSType, other: PSType | null, engine) =>
        other !== null && tableOf(engine).isAssignable(other.name, self.name),
      "bool IsAssignableTo(type targetType)": (self: PSType, other: PSType, engine) =>
        tableOf(engine).isAssignable(self.name, other.name),
      "bool IsInstanceOfType(System.Object o)": (self: PSType, value, engine) =>
        engine.values.isInstance(value, self.name),
      "bool IsSubclassOf(type c)": (self: PSType, other: PSType, engine) =>
        self !== other && tableOf(engine).resolve(self.definition).hierarchy.includes(other.name),
      "System.Array GetEnumValues()": (self: PSType) =>
        typedArray(
          self.name,
          (self.definition.enumValues ?? []).map(([name, value]) => new EnumValue(self.name, value, name)),
        ),
      "string[] GetEnumNames()": (self: PSType) =>
        stringArray((self.definition.enumValues ?? []).map(([name]) => name)),
      "type GetEnumUnderlyingType()": (self: PSType, engine) =>
        typeNamed(engine, self.definition.underlyingType ?? "System.Int32"),
      "System.Object[] GetMethods()": (self: PSType, engine) => reflectedMethods(self.definition, engine),
      "System.Object GetMethod(string name)": (self: PSType, name, engine) =>
        reflectedMethods(self.definition, engine).find((method) => method.name === name) ?? null,
      "System.Object GetMethod(string name, type[] types)": (self: PSType, name, _types, engine) =>
        reflectedMethods(self.definition, engine).find((method) => method.name === name) ?? null,
      "System.Object[] GetProperties()": (self: PSType, engine) => reflectedProperties(self.definition, engine),
      "System.Object GetProperty(string name)": (self: PSType, name, engine) =>
        reflectedProperties(self.definition, engine).find((property) => property.name === name) ?? null,
      "System.Object[] GetConstructors()": (self: PSType) =>
        (self.definition.constructors ?? []).map(
          () => new Reflected("System.Reflection.RuntimeConstructorInfo", ".ctor", "void", "Void .ctor()"),
        ),
      "System.Object[] GetFields()": (self: PSType, engine) =>
        [...tableOf(engine).resolve(self.definition).statics.values()].map(
          (field) => new Reflected("System.Reflection.RtFieldInfo", field.name, field.definition.type, field.name),
        ),
      "System.Object[] GetCustomAttributes(bool inherit)": () => [],
      "System.Object[] GetCustomAttributes(type attributeType, bool inherit)": () => [],
      "bool Equals(System.Object o)": (self: PSType, other) => other instanceof PSType && other.name === self.name,
      "static type GetType(string typeName)": (name, engine) => {
        const found = engine.types.find(name);
        return found ? engine.types.typeObject(found) : null;
      },
      "static string GetTypeCode(type type)": (type: PSType) => shortName(type.name),
      "static type[] EmptyTypes": () => typedArray("System.Type", []),
    },
    defaultDisplay: "IsPublic IsSerial Name BaseType",
  }),
  "System.RuntimeType": () => ({ base: "System.Reflection.TypeInfo" }),
  "System.Reflection.TypeInfo": () => ({ base: "System.Type", kind: "abstract" }),
  "System.Reflection.MemberInfo": () => ({ kind: "abstract" }),
  "System.Reflection.MethodInfo": () => ({ base: "System.Reflection.MemberInfo", kind: "abstract" }),
  "System.Reflection.RuntimeMethodInfo": () => ({
    base: "System.Reflection.MethodInfo",
    members: {
      "string Name": (self) => self.name,
      "type ReturnType": (self, engine) => typeNamed(engine, self.valueType || "void"),
      "string ToString()": (self) => self.text,
    },
    text: (self) => self.text,
  }),
  "System.Reflection.RuntimePropertyInfo": () => ({
    base: "System.Reflection.MemberInfo",
    members: {
      "string Name": (self) => self.name,
      "type PropertyType": (self, engine) => typeNamed(engine, self.valueType),
    },
    text: (self) => self.text,
  }),
  "System.Reflection.RtFieldInfo": () => ({
    base: "System.Reflection.MemberInfo",
    members: {
      "string Name": (self) => self.name,
      "type FieldType": (self, engine) => typeNamed(engine, self.valueType),
    },
  }),
  "System.Reflection.RuntimeConstructorInfo": () => ({
    base: "System.Reflection.MemberInfo",
    members: { "string Name": (self) => self.name },
  }),
  "System.Reflection.Assembly": () => ({
    members: {
      "static System.Reflection.Assembly GetExecutingAssembly()": () =>
        new AssemblyName("System.Management.Automation"),
      "static System.Reflection.Assembly Load(string name)": (name) => new AssemblyName(name),
      "static System.Reflection.Assembly LoadWithPartialName(string name)": (name) => new AssemblyName(name),
    },
  }),
  "System.Reflection.RuntimeAssembly": () => ({
    base: "System.Reflection.Assembly",
    members: {
      "string FullName": (self) => `${self.name}, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e`,
      "string Location": () => "",
      "System.Reflection.AssemblyName GetName()": (self) => self,
      "string Name": (self) => self.name,
    },
    text: (self) => `${self.name}, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e`,
  }),
  "System.Activator": () => ({
    kind: "static",
    members: {
      "static System.Object CreateInstance(type type)": (type: PSType, engine) =>
        defaultValue(type.name, engine) ?? engine.values.invokeStatic(type.name, "new", []),
      "static System.Object CreateInstance(type type, Params System.Object[] args)": (type: PSType, args, engine) =>
        engine.values.invokeStatic(type.name, "new", args),
    },
  }),
};
