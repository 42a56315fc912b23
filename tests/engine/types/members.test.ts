import { rows } from "./rows.js";

rows("overloads are chosen by type, earlier arguments first", [
  [
    "[math]::Abs(-5).GetType().Name; [math]::Abs(-5.5).GetType().Name; [math]::Max('3', 2); 'abc'.PadLeft(5.4).Length",
    "Int32 | Double | 3 | 5",
  ],
  ["'a,b,c'.Split(',', 2) -join '|'; 'a--b'.Split('--') -join '|'; [string]::Join('-', (1, 2))", "a|b,c | a|b | 1-2"],
  [
    "'abc'.Substring('x')",
    '!! MethodArgumentConversionInvalidCastArgument | Cannot convert argument "startIndex", with value: "x", for "Substring" to type "System.Int32": "Cannot convert value "x" to type "System.Int32". Error: "The input string \'x\' was not in a correct format.""',
  ],
  [
    "'abc'.ToUpper(1, 2, 3)",
    '!! MethodCountCouldNotFindBest | Cannot find an overload for "ToUpper" and the argument count: "3".',
  ],
  [
    "'abc'.foo()",
    "!! MethodNotFound | Method invocation failed because [System.String] does not contain a method named 'foo'.",
  ],
  ["$n = 0; [int]::TryParse('42', [ref]$n); $n; [int]::TryParse('x', [ref]$null)", "True | 42 | False"],
]);

rows("what a member throws is wrapped", [
  [
    "'abc'.Substring(9)",
    '!! ArgumentOutOfRangeException | Exception calling "Substring" with "1" argument(s): "startIndex cannot be larger than length of string. (Parameter \'startIndex\')"',
  ],
  [
    "[datetime]::new(2024, 2, 30)",
    '!! ArgumentOutOfRangeException | Exception calling ".ctor" with "3" argument(s): "Year, Month, and Day parameters describe an un-representable DateTime."',
  ],
  ["'abc'.Length = 5", "!! PropertyAssignmentException | 'Length' is a ReadOnly property."],
  [
    "([pscustomobject]@{a=1}).b = 2",
    '!! ExceptionWhenSetting | Exception setting "b": "The property \'b\' cannot be found on this object. Verify that the property exists and can be set."',
  ],
]);

rows("collections enumerate members of their elements", [
  [
    "('a', 'b').ToUpper() -join ','; ([pscustomobject]@{n=1}, [pscustomobject]@{m=2}).n; (@{a=1}, @{a=2}).a -join ','",
    "A,B | 1 | 1,2",
  ],
]);

rows("psobject", [
  [
    "$o = [pscustomobject]@{a=1; b='x'}; $o.psobject.Properties.Name -join ','; $o.psobject.Properties['a'].Value; $o.psobject.Properties.Add([psnoteproperty]::new('c', 3)); $o.c; $o.psobject.Properties.Remove('a'); $o.psobject.Properties.Name -join ','",
    "a,b | 1 | 3 | b,c",
  ],
  [
    "$a = 1, 2; $a.psobject.TypeNames -join ','; 'x'.psobject.BaseObject.GetType().Name; @{Keys='k'}.psbase.Count",
    "System.Object[],System.Array,System.Object | String | 1",
  ],
]);

rows("indexing", [
  [
    "'hello'[-1]; (1, 2, 3)[0, 2] -join ','; $null -eq (1, 2)[9]; @{a=1; b=2}['a', 'b'] -join ','; ([ordered]@{z=1; y=2})[1]",
    "o | 1,3 | True | 1,2 | 2",
  ],
  ["$a = 1, 2; $a[5] = 1", "!! System.IndexOutOfRangeException | Index was outside the bounds of the array."],
  ["$g = [int[,]]::new(2, 3); $g[1, 2] = 5; $g[1, 2]; $g.Rank; $g.Length; $g.GetType().Name", "5 | 2 | 6 | Int32[,]"],
]);
