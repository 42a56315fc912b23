import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "../support/answers.js";

const CASES: readonly (readonly [title: string, script: string, ...expected: string[]])[] = [
  ["names may be shortened", 'function f($Name, $Size) { "$Name $Size" }; f -n a -s b', "a b"],
  [
    "a short name that fits two is an error",
    "function f { [CmdletBinding()] param($Name, $Number) }; f -n x",
    "!! AmbiguousParameter,f",
  ],
  [
    "an unknown name goes to $args of a simple function, and so does what follows it",
    'function f($a) { "$a|$args" }; f -zz 5 6',
    "6|-zz 5",
  ],
  [
    "unknown names are an error in an advanced one",
    "function f { [CmdletBinding()] param($a) }; f -zz 5",
    "!! NamedParameterNotFound,f",
  ],
  ["after -- everything is a value", 'function f($a) { "$a|$args" }; f -- -a 5', "-a|5"],
  [
    "explicit positions turn off the others",
    "function f { param([Parameter(Position=0)]$a, $b) }; f 1 2",
    "!! PositionalParameterNotFound,f",
  ],
  [
    "what remains goes to the parameter that takes it",
    'function f { param([Parameter(Position=0)]$a, [Parameter(ValueFromRemainingArguments)]$r) "$a|$r" }; f 1 2 3',
    "1|2 3",
  ],
  [
    "parameters choose their set",
    "function f { [CmdletBinding(DefaultParameterSetName='A')] param([Parameter(ParameterSetName='A')]$x, [Parameter(ParameterSetName='B', Mandatory)]$y) $PSCmdlet.ParameterSetName }; f; f -y 1",
    "A",
    "B",
  ],
  [
    "parameters of two sets exclude each other",
    "function f { [CmdletBinding()] param([Parameter(ParameterSetName='A')]$x, [Parameter(ParameterSetName='B')]$y) }; f -x 1 -y 2",
    "!! AmbiguousParameterSet,f",
  ],
  [
    "pipeline objects bind by value and by property",
    "function f { param([Parameter(ValueFromPipelineByPropertyName)]$Length, [Parameter(ValueFromPipeline)]$o) process { \"$Length $o\" } }; 'ab', 'c' | f",
    "2 ab",
    "1 c",
  ],
  [
    "an object nothing takes is an error of that object",
    "function f { param([Parameter(ValueFromPipeline)][int]$n) process { $n } }; '1', 'x', '3' | f",
    "1",
    "3",
    "!! InputObjectNotBound,f",
  ],
  [
    "a script block argument is evaluated for each object",
    'function f { param([Parameter(ValueFromPipeline)]$o, [Parameter(ValueFromPipelineByPropertyName)][string]$n) process { $n } }; 1, 2 | f -n { "n$_" }',
    "n1",
    "n2",
  ],
  [
    "a mandatory parameter refuses null",
    "function f { param([Parameter(Mandatory)]$a) }; f $null",
    "!! ParameterArgumentValidationErrorNullNotAllowed,f",
  ],
  [
    "a missing mandatory parameter is an error",
    "function f { param([Parameter(Mandatory)]$a) }; f",
    "!! MissingMandatoryParameter,f",
  ],
  [
    "a validated parameter refuses",
    "function f { param([ValidateSet('a', 'b')]$a) $a }; f A; f c",
    "A",
    "!! ParameterArgumentValidationError,f",
  ],
  [
    "what does not convert is an error of the parameter",
    "function f { param([int]$n) }; f x",
    "!! ParameterArgumentTransformationError,f",
  ],
  ["defaults see the parameters before them", 'function f($a = 1, $b = $a + 1) { "$a $b" }; f; f 5', "1 2", "5 6"],
  [
    "splatted names yield to those in the call",
    'function f($a, $b) { "$a $b" }; $p = @{ a = 1; b = 2 }; f @p -b 9',
    "1 9",
  ],
  ["splatted $args keep their names", 'function g($x, $y) { "$x $y" }; function f { g @args }; f -y 5 -x 4', "4 5"],
  ["a number for a text keeps its spelling", "function f([string]$s) { $s }; f 007", "007"],
  [
    "default parameter values fill what the call leaves",
    "$PSDefaultParameterValues = @{ 'f:b' = 'd' }; function f { [CmdletBinding()] param($a, $b) \"$a $b\" }; f 1",
    "1 d",
  ],
];

for (const [title, script, ...expected] of CASES) test(title, () => assert.deepEqual(answers(script), expected));
