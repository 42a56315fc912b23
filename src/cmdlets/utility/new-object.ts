// New-Object: an instance of a .NET type, perhaps with properties set.

import { type CmdletContext, type CmdletDefinition, EngineError } from "../../engine/index.js";
import { baseOf, Dictionary, PSObject } from "../../objects/index.js";
import { UTILITY } from "../shared/modules.js";

export const newObject: CmdletDefinition = {
  name: "New-Object",
  module: UTILITY,
  synopsis: "Creates an instance of a .NET object.",
  defaultParameterSet: "Net",
  parameters: {
    TypeName: { type: "string", sets: { Net: { position: 0, mandatory: true } } },
    ArgumentList: {
      type: "object[]",
      aliases: ["Args"],
      sets: { Net: { position: 1 } },
      allowNull: true,
      allowEmptyCollection: true,
    },
    Property: { type: "System.Collections.IDictionary" },
  },
  examples: [{ code: "New-Object string 'x', 3", output: "xxx" }],
  run: (context) => ({
    end() {
      const object = makeObject(context);
      context.write(setProperties(context, object));
    },
  }),
};

const CUSTOM = new Set([
  "psobject",
  "pscustomobject",
  "system.management.automation.psobject",
  "system.management.automation.pscustomobject",
]);

function makeObject(context: CmdletContext): unknown {
  const { bound, engine } = context;
  const name: string = bound["TypeName"];
  const args: readonly unknown[] = (bound["ArgumentList"] ?? []).map(baseOf);
  if (CUSTOM.has(name.toLowerCase())) return args.length > 0 ? new PSObject(args[0]) : new PSObject();
  const type = engine.types.find(name);
  if (!type) {
    const message = `Cannot find type [${name}]: verify that the assembly containing this type is loaded.`;
    return context.throwTerminating(
      context.error("System.Management.Automation.PSArgumentException", message, "TypeNotFound", "InvalidType"),
    );
  }
  if (type.isAbstract || (!type.constructors && !type.isValueType)) {
    const message = `A constructor was not found. Cannot find an appropriate constructor for type ${name}.`;
    return context.throwTerminating(
      context.error(
        "System.Management.Automation.PSArgumentException",
        message,
        "CannotFindAppropriateCtor",
        "ObjectNotFound",
      ),
    );
  }
  // A struct has a zero value even where none of its constructors makes it.
  const zero = args.length === 0 && type.isValueType ? (type.zero?.() ?? engine.values.tryConvert(0, name)) : undefined;
  return zero ?? construct(context, name, args);
}

function construct(context: CmdletContext, name: string, args: readonly unknown[]): unknown {
  try {
    return context.engine.values.invokeStatic(name, "new", args);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { errorId, exception } = error;
    const id = errorId === "MethodCountCouldNotFindBest" ? "ConstructorInvokedThrowException" : errorId;
    const isWrapped = exception.typeName === "System.Management.Automation.MethodInvocationException";
    return context.throwTerminating(
      context.error(
        exception.typeName,
        error.message.replace(/^Exception calling "[^"]*"/, 'Exception calling ".ctor"'),
        isWrapped ? "ConstructorInvokedThrowException" : id,
        "InvalidOperation",
      ),
    );
  }
}

/** Properties the object has are set, methods it has are called; other names become notes of a custom object. */
function setProperties(context: CmdletContext, object: unknown): unknown {
  const properties = baseOf(context.bound["Property"]);
  if (!(properties instanceof Dictionary)) return object;
  const { values } = context.engine;
  for (const { key, value } of properties) {
    const name = values.toText(key);
    if (object instanceof PSObject && object.isCustom && !object.has(name)) object.set(name, value);
    else if (values.hasMember(object, name)) values.setMember(object, name, value);
    else {
      const message = `The member "${name}" was not found for the specified .NET object.`;
      context.writeError(
        context.error(
          "System.InvalidOperationException",
          message,
          "InvalidOperationException",
          "InvalidOperation",
          object,
        ),
      );
    }
  }
  return object;
}
