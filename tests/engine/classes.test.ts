import assert from "node:assert/strict";
import { test } from "node:test";
import { answers } from "../support/answers.js";

const ANIMALS = `
class Animal { [string]$Name; Animal([string]$n) { $this.Name = $n } [string] Speak() { return '...' } [string] Intro() { return "$($this.Name): $($this.Speak())" } }
class Dog : Animal { Dog([string]$n) : base($n) { } [string] Speak() { return 'Woof' } [string] Both() { return ([Animal]$this).Speak() + $this.Speak() } }
`;

const CASES: readonly (readonly [title: string, script: string, ...expected: string[]])[] = [
  ["a derived class overrides", `${ANIMALS}; [Dog]::new('Rex').Intro()`, "Rex: Woof"],
  ["a cast of this calls the base's own method", `${ANIMALS}; [Dog]::new('Rex').Both()`, "...Woof"],
  [
    "static members belong to the class",
    "class C { static [int]$n = 1; static [void] Up() { [C]::n++ } }; [C]::Up(); [C]::n",
    "2",
  ],
  ["properties convert what is assigned", "class C { [int]$n }; $c = [C]::new(); $c.n = '5'; $c.n + 1", "6"],
  [
    "overloads go by the arguments",
    "class C { [string] M([int]$a) { return 'int' } [string] M([string]$a) { return 'string' } }; [C]::new().M(1); [C]::new().M('a')",
    "int",
    "string",
  ],
  ["a class above its definition", "[Later]::new().x; class Later { $x = 'ok' }", "ok"],
  [
    "what a method writes is lost, what it returns is not",
    "class C { [int] M() { 'lost'; return 5 } }; [C]::new().M()",
    "5",
  ],
  [
    "an exception of a class is caught by its type",
    "class E : System.Exception { [int]$Code; E([string]$m, [int]$c) : base($m) { $this.Code = $c } }; try { throw [E]::new('x', 7) } catch [E] { $_.Exception.Code }",
    "7",
  ],
  ["flags combine", "[Flags()] enum P { R = 1; W = 2 }; [P]3; [int][P]'R, W'", "R, W", "3"],
  ["ToString is the class's own", "class C { [string] ToString() { return 'me' } }; \"$([C]::new())\"", "me"],
  [
    "a constructor that throws is not wrapped",
    "class C { C() { throw 'no' } }; try { [C]::new() } catch { \"$_\" }",
    "no",
  ],
];

for (const [title, script, ...expected] of CASES) test(title, () => assert.deepEqual(answers(script), expected));
