// Members of script blocks and of what comes with them.

import { Dictionary, PSList } from "../../objects/index.js";
import { FunctionInfo } from "../commands/command-info.js";
import { newClosure } from "../run/closure.js";
import type { InputEnumerator } from "../run/invocation.js";
import { AttributeObject } from "./parameters.js";
import type { Runtime } from "../run/runtime.js";
import type { Variable } from "../session/scopes.js";
import { ScriptBlock } from "../run/script-block.js";
import { type SteppablePipeline, steppable } from "../pipeline/steppable.js";
import { astObject } from "../types/table/syntax/nodes.js";
import { type Add, asIs, collection } from "./type-tools.js";

export function addScriptBlock(rt: Runtime, add: Add): void {
  add(
    "ScriptBlock",
    {
      members: {
        "System.Management.Automation.Language.Ast Ast": (b: ScriptBlock) => astObject(b.ast, b.ast.source),
        "string File": (b: ScriptBlock) => b.file,
        "bool IsFilter": (b: ScriptBlock) => b.isFilter,
        "bool IsConfiguration": () => false,
        "psmoduleinfo Module": (b: ScriptBlock) => b.state?.module ?? null,
        "System.Object StartPosition": (b: ScriptBlock) => astObject(b.ast, b.ast.source),
        "guid Id": () => rt.values.convert(rt.host.newGuid(), "guid"),
        "System.Collections.Generic.List[System.Attribute] Attributes": (b: ScriptBlock) =>
          new PSList("List", "System.Collections.Generic.List`1[[System.Attribute]]", blockAttributes(b)),
        "System.Collections.ObjectModel.Collection[psobject] Invoke(Params System.Object[] args)": (
          b: ScriptBlock,
          args: unknown[],
        ) => collection(rt.invokeCollect(b, args ?? [])),
        "System.Object InvokeReturnAsIs(Params System.Object[] args)": (b: ScriptBlock, args: unknown[]) =>
          asIs(rt.invokeCollect(b, args ?? [])),
        "System.Collections.ObjectModel.Collection[psobject] InvokeWithContext(System.Collections.IDictionary functionsToDefine, System.Object variablesToDefine, Params System.Object[] args)":
          (b: ScriptBlock, functions: unknown, variables: unknown, args: unknown[]) =>
            collection(withContext(rt, b, functions, variables, args ?? [])),
        "scriptblock GetNewClosure()": (b: ScriptBlock) => newClosure(rt, b),
        "System.Management.Automation.SteppablePipeline GetSteppablePipeline()": (b: ScriptBlock) => steppable(rt, b),
        "System.Management.Automation.SteppablePipeline GetSteppablePipeline(System.Object commandOrigin)": (
          b: ScriptBlock,
        ) => steppable(rt, b),
        "System.Management.Automation.SteppablePipeline GetSteppablePipeline(System.Object commandOrigin, System.Object[] args)":
          (b: ScriptBlock) => steppable(rt, b),
        "void CheckRestrictedLanguage(System.Object allowedCommands, System.Object allowedVariables, bool allowEnvironmentVariables)":
          () => undefined,
        "static scriptblock Create(string script)": (script: string) => rt.parse(script, null),
        "string ToString()": (b: ScriptBlock) => b.definition,
      },
      text: (b: ScriptBlock) => b.definition,
    },
    ["scriptblock"],
  );
  add("SteppablePipeline", {
    members: {
      "void Begin(System.Object expectInput)": (p: SteppablePipeline, input: unknown) => p.begin(input),
      "void Begin(System.Object expectInput, System.Object context)": (p: SteppablePipeline, input: unknown) =>
        p.begin(input),
      "array Process(System.Object input)": (p: SteppablePipeline, input: unknown) => p.process(input, true),
      "array Process()": (p: SteppablePipeline) => p.process(null, false),
      "array End()": (p: SteppablePipeline) => p.end(),
      "void Clean()": (p: SteppablePipeline) => p.dispose(),
      "void Dispose()": (p: SteppablePipeline) => p.dispose(),
    },
  });
  add("System.Collections.ArrayList+ArrayListEnumeratorSimple", {
    interfaces: "System.Collections.IEnumerator",
    members: {
      "bool MoveNext()": (e: InputEnumerator) => e.moveNext(),
      "void Reset()": (e: InputEnumerator) => e.reset(),
      "System.Object Current": (e: InputEnumerator) => e.current,
    },
  });
}

function blockAttributes(block: ScriptBlock): unknown[] {
  return (block.ast.paramBlock?.attributes ?? []).map((attribute) => {
    const name = attribute.typeName.name.replace(/^.*\./, "");
    return new AttributeObject(name.endsWith("Attribute") ? name : `${name}Attribute`);
  });
}

function withContext(
  rt: Runtime,
  block: ScriptBlock,
  functions: unknown,
  variables: unknown,
  args: unknown[],
): unknown[] {
  const outer = rt.state.current;
  const names: string[] = [];
  const defined: string[] = [];
  if (functions instanceof Dictionary)
    for (const { key, value } of functions) {
      const name = rt.values.toText(key);
      (outer.functions ??= new Map()).set(name.toLowerCase(), new FunctionInfo(name, value as ScriptBlock));
      defined.push(name.toLowerCase());
    }
  const list =
    variables instanceof PSList ? variables.items : Array.isArray(variables) ? variables : variables ? [variables] : [];
  for (const variable of list as Variable[]) {
    outer.set(variable.name, variable.value);
    names.push(variable.name.toLowerCase());
  }
  rt.commandEpoch++;
  try {
    return rt.invokeCollect(block, args);
  } finally {
    for (const name of names) outer.remove(name);
    for (const name of defined) outer.functions?.delete(name);
    rt.commandEpoch++;
  }
}
