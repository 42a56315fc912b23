// `#requires` lines, and what else a script says about itself before it runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../src/language/index.js";

test("the #requires lines of a script add up", () => {
  const { ast, errors } = parse(
    "#requires -version 5.1\n#Requires -Modules A, B -RunAsAdministrator\n#requires -psedition Core\n1",
  );
  assert.deepEqual(errors, []);
  const wanted = ast.requirements;
  assert.equal(wanted?.version, "5.1");
  assert.equal(wanted?.modules.length, 2);
  assert.equal(wanted?.runAsAdministrator, true);
  assert.deepEqual(wanted?.editions, ["Core"]);
});

test("a comment that only looks like #requires asks for nothing", () => {
  assert.equal(parse("# requires -version 3").ast.requirements, null);
  assert.equal(parse("'#requires -version 3'").ast.requirements, null);
});

test("a wrong #requires is an error at its place", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["#requires -version", "ParameterRequiresArgument 10:18"],
    ["#requires -foo", "ParameterRequiresArgument 10:14"],
    ["#requires -version x", "RequiresVersionInvalid 19:20"],
    ["#requiresx", "ScriptRequiresInvalidFormat 1:10"],
    ["#requires 1", "ScriptRequiresInvalidFormat 10:11"],
    ["#requires -version $x", "RequiresArgumentMustBeConstant 19:21"],
    ["#requires -version 3\n#requires -version 4", "ParameterAlreadyBound 31:39"],
    ["#requires -PSEdition Foo", "RequiresPSEditionInvalid 21:24"],
  ];
  for (const [source, expected] of rows) {
    const error = parse(source).errors[0];
    assert.equal(`${error?.errorId} ${error?.extent.start}:${error?.extent.end}`, expected, source);
  }
});
