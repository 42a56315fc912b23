// A class that a script defines, at run time: its instances, constructors and methods.
//
// Rule: an instance of a class without a .NET base holds its own fields; one that derives from a .NET class is an object of
// that class's kind under the script class's name, and its fields are kept beside it.

import { Dictionary, NetObject, PSException, PSList } from "../../objects/index.js";
import { initialValueFor } from "../compile/parameters.js";
import { FlowSignal, RETURN } from "./flow.js";
import { Invocation } from "./invocation.js";
import { MAX_DEPTH, runIn } from "./invoke.js";
import { type Expr, Frame, NOWHERE, type Runtime } from "./runtime.js";
import { type Constraint, Scope, type SessionState, Variable } from "../session/scopes.js";
import type { CompiledBlock, ScriptBlock } from "./script-block.js";
import { EngineError, runtimeError } from "../types/errors.js";
import type { TypeDefinition } from "../types/definition.js";
import { defaultValue } from "../types/table/collections/array-tools.js";

class ScriptInstance extends NetObject {
  readonly typeName: string;
  readonly fields: Map<string, unknown> = new Map();
  constructor(typeName: string) {
    super();
    this.typeName = typeName;
  }
}

export interface ClassProperty {
  readonly name: string;
  readonly typeName: string;
  readonly initial: Expr | null;
  readonly constraint: (f: Frame) => Constraint;
  readonly isTyped: boolean;
}

export interface ClassMethod {
  readonly name: string;
  readonly block: ScriptBlock;
  readonly parameters: readonly { name: string; typeName: string }[];
  readonly returnType: string;
  readonly isStatic: boolean;
}

export class ScriptClass {
  readonly rt: Runtime;
  readonly name: string;
  readonly state: SessionState;
  readonly frame: Frame;
  readonly base: ScriptClass | null;
  /** The first .NET class up the chain; undefined for System.Object. */
  readonly netBase: TypeDefinition | undefined;
  readonly properties: ClassProperty[] = [];
  readonly constructors: ClassMethod[] = [];
  readonly methods: ClassMethod[] = [];
  staticConstructor: ClassMethod | undefined;
  readonly beside: WeakMap<object, Map<string, unknown>>;
  constructor(rt: Runtime, name: string, frame: Frame, base: ScriptClass | null, netBase: TypeDefinition | undefined) {
    this.rt = rt;
    this.name = name;
    this.frame = frame;
    this.state = frame.scope.state;
    this.base = base;
    this.netBase = netBase;
    this.beside = base?.beside ?? new WeakMap();
  }

  fields(self: object): Map<string, unknown> {
    if (self instanceof ScriptInstance) return self.fields;
    let fields = this.beside.get(self);
    if (fields === undefined) this.beside.set(self, (fields = new Map()));
    return fields;
  }

  /** An object of this class with its fields at their first values; no constructor has run. */
  allocate(): object {
    const self = this.newObject();
    this.initialise(self);
    return self;
  }

  private newObject(): object {
    const net = this.netBase;
    if (net === undefined) return new ScriptInstance(this.name);
    if (isException(this.rt, net)) return new PSException(this.name, `Exception of type '${this.name}' was thrown.`);
    const made = this.rt.values.invokeStatic(net.name, "new", []);
    if (made instanceof PSList) return new PSList(made.kind, this.name, made.items, made.elementType);
    if (made instanceof Dictionary) return new Dictionary(made.kind, this.name, made.keyOf);
    return typeof made === "object" && made !== null ? made : new ScriptInstance(this.name);
  }

  private initialise(self: object): void {
    this.base?.initialise(self);
    const fields = this.fields(self);
    for (const property of this.properties) {
      const value =
        property.initial === null ? initialField(this.frame, property.typeName) : this.inScope(self, property.initial);
      fields.set(
        property.name.toLowerCase(),
        property.isTyped && property.initial !== null
          ? property.constraint(this.frame)(value, property.name)
          : (value ?? null),
      );
    }
  }

  private inScope(self: object, expression: Expr): unknown {
    const scope = new Scope(this.state.root, this.state);
    if (self !== undefined) scope.set("this", self);
    const { frame } = this;
    const inner = new Frame(
      this.rt,
      frame.code,
      scope,
      new Array(frame.vars.length),
      this.rt.streams,
      null,
      this.rt.frame,
    );
    let value: unknown;
    runIn(inner, (f) => ((value = expression(f)), 0), NOWHERE);
    return value;
  }

  /** Runs a constructor on an object: base first. */
  construct(self: object, args: readonly unknown[]): void {
    const chosen = pick(this.constructors, args.length);
    if (chosen === undefined) {
      if (args.length > 0)
        throw runtimeError(
          "MethodCountCouldNotFindBest",
          `Cannot find an overload for "new" and the argument count: "${args.length}".`,
          {
            exceptionType: "System.Management.Automation.MethodException",
            category: "NotSpecified",
          },
        );
      this.constructBase(self, []);
      return;
    }
    this.run(chosen, self, args, this.rt.compile(chosen.block).baseArguments ?? []);
  }

  private constructBase(self: object, args: readonly unknown[]): void {
    if (this.base !== null) return this.base.construct(self, args);
    if (self instanceof PSException) {
      if (args.length > 0 && args[0] !== null) self.message = this.rt.values.toText(args[0]);
      if (args[1] instanceof PSException) self.innerException = args[1];
    } else if (self instanceof PSList && this.netBase !== undefined && args.length > 0) {
      const made = this.rt.values.invokeStatic(this.netBase.name, "new", args);
      if (made instanceof PSList) self.items.push(...made.items);
    }
  }

  /** The method of this class, or of the nearest class it derives from, that takes so many arguments. */
  find(name: string, count: number): { cls: ScriptClass; method: ClassMethod } | undefined {
    const key = name.toLowerCase();
    const method = this.methods.find((each) => each.name.toLowerCase() === key && each.parameters.length === count);
    return method ? { cls: this, method } : this.base?.find(name, count);
  }

  /** Calls a method on an object (or none, for a static one). */
  call(method: ClassMethod, self: object | undefined, args: readonly unknown[]): unknown {
    const value = this.run(method, self, args, null);
    if (method.returnType === "void") return undefined;
    const result = value === undefined ? null : value;
    if (method.returnType === "object" || method.returnType === "") return result;
    if (result === null && !/^(int|long|bool|double|string|byte|char)$/i.test(method.returnType)) return null;
    try {
      return this.rt.values.convert(result, method.returnType);
    } catch (error) {
      if (error instanceof EngineError) error.fromScript = true;
      throw error;
    }
  }

  private run(
    method: ClassMethod,
    self: object | undefined,
    args: readonly unknown[],
    baseArguments: readonly Expr[] | null,
  ): unknown {
    const { rt } = this;
    const code = rt.compile(method.block);
    const f = this.open(code, self);
    bindArguments(f, code, method, args);
    const outside = rt.propagate;
    rt.propagate = true;
    if (rt.depth > MAX_DEPTH) throw runtimeError("CallDepthOverflow", "The script failed due to call depth overflow.");
    try {
      if (baseArguments !== null) {
        let values: unknown[] = [];
        runIn(f, () => ((values = baseArguments.map((argument) => argument(f) ?? null)), 0), NOWHERE);
        this.constructBase(self!, values);
      }
      runIn(f, code.end!, NOWHERE);
      return f.returned;
    } catch (thrown) {
      if (thrown instanceof FlowSignal && thrown.kind === RETURN) return f.returned;
      if (thrown instanceof EngineError) thrown.fromScript = true;
      throw thrown;
    } finally {
      rt.propagate = outside;
    }
  }

  private open(code: CompiledBlock, self: object | undefined): Frame {
    const scope = new Scope(this.state.root, this.state);
    const vars: (Variable | undefined)[] = new Array(code.layout.size).fill(undefined);
    scope.layout = code.layout;
    scope.slots = vars;
    const invocation = new Invocation(null, "", null, this.rt.frame);
    invocation.code = code;
    scope.invocation = invocation;
    if (self !== undefined) scope.set("this", self);
    return new Frame(this.rt, code, scope, vars, this.rt.streams, invocation, this.rt.frame);
  }
}

function bindArguments(f: Frame, code: CompiledBlock, method: ClassMethod, args: readonly unknown[]): void {
  method.parameters.forEach((parameter, i) => {
    const value = i < args.length ? args[i] : null;
    const plain = code.plain?.find((each) => each.key === parameter.name.toLowerCase());
    const variable = new Variable(parameter.name, value ?? null, f.scope);
    if (plain && plain.typeName !== null) {
      variable.value = i < args.length ? plain.constraint(f)(value ?? null, parameter.name) : value;
      variable.constraint = plain.constraint(f);
      variable.plain = false;
    }
    f.scope.put(variable);
    if (plain) f.vars[plain.slot] = variable;
  });
}

function pick(candidates: readonly ClassMethod[], count: number): ClassMethod | undefined {
  return candidates.find((method) => method.parameters.length === count);
}

/** What a property of a class holds before anything is assigned: its type's zero. */
export function initialField(f: Frame, typeName: string): unknown {
  if (/^(string|system\.string)$/i.test(typeName) || typeName === "") return null;
  const value = initialValueFor(f, typeName);
  if (value !== null) return value;
  const type = f.rt.types.find(typeName);
  if (type === undefined || type.name.startsWith("System.Nullable`1")) return null;
  if (type.enumValues !== undefined) return f.rt.values.tryConvert(0, type.name) ?? null;
  return defaultValue(type.name, f.rt);
}

function isException(rt: Runtime, type: TypeDefinition): boolean {
  for (
    let t: TypeDefinition | undefined = type;
    t !== undefined;
    t = t.base === undefined ? undefined : rt.types.find(t.base)
  )
    if (t.name === "System.Exception") return true;
  return false;
}
