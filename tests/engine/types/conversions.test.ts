import { rows } from "./rows.js";

rows("strings become numbers as PowerShell reads literals", [
  [
    "[int]'  42  '; [int]'0x1F'; [int]'1e3'; [int]'2.5'; [int]'3.5'; [int]''; [long]'1kb'",
    "42 | 31 | 1000 | 2 | 4 | 0 | 1024",
  ],
  ["[long]'0xFFFFFFFF'; [int]'0xFFFFFFFF'; [byte]'0x10'", "4294967295 | -1 | 16"],
  ["[double]'1,000.5'; [double]'-0'; [double]'NaN'; [decimal]'1.10'; [decimal]'1e3'", "1000.5 | 0 | NaN | 1.1 | 1000"],
  ["[bigint]'123456789012345678901234567890'", "123456789012345677877719597056"],
]);

rows("a string that is no number says so", [
  [
    "[int]'abc'",
    '!! InvalidCastFromStringToInteger | Cannot convert value "abc" to type "System.Int32". Error: "The input string \'abc\' was not in a correct format."',
  ],
  [
    "[double]'abc'",
    '!! InvalidCastFromStringToDoubleOrSingle | Cannot convert value "abc" to type "System.Double". Error: "The input string \'abc\' was not in a correct format."',
  ],
  [
    "[int]'3000000000'",
    '!! InvalidCastFromStringToInteger | Cannot convert value "3000000000" to type "System.Int32". Error: "Value was either too large or too small for an Int32."',
  ],
]);

rows("numbers are rounded to even and checked against the range", [
  ["[int]2.5; [int]3.5; [int]-0.5; [byte]200.4; [long]1e10", "2 | 4 | 0 | 200 | 10000000000"],
  [
    "[byte]256",
    '!! InvalidCastIConvertible | Cannot convert value "256" to type "System.Byte". Error: "Value was either too large or too small for an unsigned byte."',
  ],
  [
    "[char]1.5",
    '!! InvalidCastIConvertible | Cannot convert value "1.5" to type "System.Char". Error: "Invalid cast from \'Double\' to \'Char\'."',
  ],
]);

rows("truth", [
  [
    "[bool]'false'; [bool]''; [bool]' '; [bool]0.0; [bool]@(0); [bool]@(0, 0); [bool]@{}; [bool]@('')",
    "True | False | True | False | False | True | True | False",
  ],
]);

rows("text", [
  [
    "[string]1.0; [string]1e20; [string]1.10d; [string]@(1, 2); [string]@{}; [string](1, (2, 3))",
    "1 | 1E+20 | 1.10 | 1 2 | System.Collections.Hashtable | 1 System.Object[]",
  ],
  [
    "\"$([datetime]'2024-03-05 14:30:15') $([timespan]'1:2:3') $([int]) $([System.Collections.Generic.List[int]])\"",
    "03/05/2024 14:30:15 01:02:03 int System.Collections.Generic.List[int]",
  ],
  ["\"$([System.Collections.Generic.KeyValuePair[string,int]]::new('k', 5))\"", "[k, 5]"],
  ['"$([pscustomobject]@{a=1; b=$null; c=[pscustomobject]@{d=1}})"', "@{a=1; b=; c=}"],
]);

rows("dates and spans", [
  [
    "([datetime]'12/25/2023 10:30 PM').ToString('s'); ([datetime]'3 Feb 2024 5:06 PM').ToString('s'); ([datetime]0).Year",
    "2023-12-25T22:30:00 | 2024-02-03T17:06:00 | 1",
  ],
  [
    "[datetime]'2024-02-30'",
    '!! InvalidCastParseTargetInvocationWithFormatProvider | Cannot convert value "2024-02-30" to type "System.DateTime". Error: "String \'2024-02-30\' was not recognized as a valid DateTime."',
  ],
  ["([timespan]'1.02:03:04.5').TotalSeconds; ([timespan]5).Ticks", "93784.5 | 5"],
]);

rows("enumerations", [
  [
    "[DayOfWeek]'mon'; [DayOfWeek]3; [int][DayOfWeek]'Friday'; [IO.FileAttributes]'Hidden, System'; [IO.FileAttributes]6",
    "Monday | Wednesday | 5 | Hidden, System | Hidden, System",
  ],
  [
    "try { [ConsoleColor]'dark' } catch { ($_.Exception.Message -split ':')[1].Trim() }",
    '"The identifier name dark cannot be processed because it is either too similar or identical to the following enumerator names',
  ],
  [
    "[System.IO.FileAttributes]::Hidden -bor 'System'; ([IO.FileAttributes]6).HasFlag([IO.FileAttributes]::System)",
    "Hidden, System | True",
  ],
]);

rows("collections and objects", [
  [
    "([int[]]('1', 2)).GetType().Name; ([char[]]'ab') -join '-'; ([byte[]](1, 2)).GetType().Name; ([string[]]5).Count",
    "Int32[] | a-b | Byte[] | 1",
  ],
  [
    "[System.Collections.Generic.List[int]](1, '2') -join ','; ([hashtable][ordered]@{a=1}).a; ([pscustomobject]@{z=1;a=2}).psobject.Properties.Name -join ','",
    "1,2 | 1 | z,a",
  ],
  ["([System.UriBuilder]@{Host='h'; Port=81; Scheme='http'}).ToString()", "http://h:81/"],
  [
    "[hashtable]'x'",
    '!! ConvertToFinalInvalidCastException | Cannot convert the "x" value of type "System.String" to type "System.Collections.Hashtable".',
  ],
  [
    "[System.Collections.Generic.List[int]](, 'a') | Out-Null; [regex]'('",
    '!! ConvertToFinalInvalidCastException | Cannot convert the "System.Object[]" value of type "System.Object[]" to type "System.Collections.Generic.List`1[System.Int32]". | !! InvalidCastFromStringToRegex | Cannot convert value "(" to type "System.Text.RegularExpressions.Regex". Error: "Invalid pattern \'(\' at offset 1. Not enough )\'s."',
  ],
]);
