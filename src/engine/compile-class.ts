// `class` and `enum`: types that a script defines.

import type { TypeDefinitionAst } from "../language/index.js";
import type { Compiler } from "./compiler.js";
import { NORMAL } from "./flow.js";
import type { Stmt } from "./runtime.js";

export function compileTypeDefinition(c: Compiler, ast: TypeDefinitionAst): Stmt {
  void c;
  void ast;
  return () => NORMAL;
}
