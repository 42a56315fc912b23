import { rows } from "./rows.js";

rows("numbers are promoted and overflow into Double", [
  [
    "2147483647 + 1; (2147483647 + 1).GetType().Name; [long]::MaxValue + 1; 65536 * 65536",
    "2147483648 | Double | 9.22337203685478E+18 | 4294967296",
  ],
  [
    "([uint32]1 + 1).GetType().Name; [uint32]1 - [uint32]2; ([byte]1 + [byte]1).GetType().Name; (1.5 + 1d).GetType().Name",
    "UInt32 | -1 | Int32 | Decimal",
  ],
  [
    "5 / 2; (4 / 2).GetType().Name; -7 % 3; 7.5 % 2; 1 / 0.0; 10d / 4; 1d / 3",
    "2.5 | Int32 | -1 | 1.5 | Infinity | 2.5 | 0.3333333333333333333333333333",
  ],
  ["5 / 0", "!! RuntimeException | Attempted to divide by zero."],
  ["[decimal]::MaxValue + 1", "!! RuntimeException | Value was either too large or too small for a Decimal."],
  ["[bigint]::Pow(2, 100) + 1; [bigint]10 / 3", "1267650600228229401496703205377 | 3"],
]);

rows("the left side decides what + means", [
  ["'5' + 5; 5 + '5'; [char]'a' + 1; 1 + [char]'a'; $null + 'x'; 'a' + $null", "55 | 10 | a1 | 98 | x | a"],
  ["'ab' * 2; ((1, 2) * 2) -join ','; ((1, 2) + 3) -join ','; (@{a=1} + @{b=2}).Count", "abab | 1,2,1,2 | 1,2,3 | 2"],
  [
    "1 + (1, 2)",
    "!! MethodNotFound | Method invocation failed because [System.Object[]] does not contain a method named 'op_Addition'.",
  ],
  [
    "@{a=1} + @{A=2}",
    "!! System.ArgumentException | Item has already been added. Key in dictionary: 'a'  Key being added: 'A'",
  ],
  [
    "[datetime]'2024-01-02' - '2024-01-01'",
    '!! MethodCountCouldNotFindBest | Multiple ambiguous overloads found for "op_Subtraction" and the argument count: "2".',
  ],
  [
    "([datetime]'2024-01-01' + [timespan]'1:00').Hour; ([timespan]'1:00' * 2).ToString(); (-[timespan]'1:00').ToString()",
    "1 | 02:00:00 | -01:00:00",
  ],
]);

rows("comparison converts the right side and filters collections", [
  [
    "1 -eq '1.0'; '1.0' -eq 1; '10' -lt '9'; 10 -gt '9.5'; 'a' -eq 'A'; 'a' -ceq 'A'; 'a' -clt 'A'",
    "True | False | True | True | True | False | True",
  ],
  [
    "(1, 2, 3 -gt 1) -join ','; (1, $null, 2 -ne $null).Count; $null -lt 1; $null -gt -1; $null -eq ''",
    "2,3 | 2 | True | True | False",
  ],
  [
    "[version]'1.10' -gt '1.9'; [datetime]'2024-01-01' -lt '2024-02-01'; [DayOfWeek]::Monday -eq 'Monday'; [double]::NaN -eq [double]::NaN",
    "True | True | True | False",
  ],
  ["@{} -lt 1", '!! NotIcomparable | Cannot compare "System.Collections.Hashtable" because it is not IComparable.'],
  [
    "5 -is [IComparable]; @() -is [array]; $null -is [object]; [pscustomobject]@{} -is [pscustomobject]; 5 -is [pscustomobject]",
    "True | True | False | True | False",
  ],
  [
    "1, 2 -contains '1'; 'A' -in 'a', 'b'; 'a', 'b' -ccontains 'A'; (1 -as [int[]]).GetType().Name; $null -eq ('x' -as [int])",
    "True | True | False | Int32[] | True",
  ],
]);

rows("bits", [
  [
    "5 -band 3; 5 -bxor 3; -bnot 5; 1 -shl 33; 1L -shl 40; -1 -shr 28; 6.7 -band 3; -bnot [uint32]0",
    "1 | 6 | -6 | 2 | 1099511627776 | -1 | 3 | 4294967295",
  ],
]);

rows("ranges count down and take characters", [
  ["5..1 -join ','; ('a'..'e') -join ''; 1.6..3.4 -join ','", "5,4,3,2,1 | abcde | 2,3"],
]);

rows("patterns", [
  [
    "'abc' -like 'A?c'; 'abc' -clike 'A*'; 'a*c' -like 'a`*c'; 'a]' -like 'a[]]'; '[a]' -like '`[a`]'",
    "True | False | True | True | True",
  ],
  ["'user42' -match '(?<name>\\D+)(\\d+)'; $Matches.name; $Matches[1]; $Matches.Count", "True | user | 42 | 3"],
  [
    "'aBc' -cmatch 'a(?i:b)c'; 'ABc' -cmatch 'a(?i:b)c'; 'abc' -match '(?x) a b # c'; \"a`nb\" -match 'a$'; \"a`nb\" -match '(?m)a$'",
    "True | False | True | False | True",
  ],
  [
    "'hello world' -replace '(\\w+) (\\w+)', '$2 $1'; 'abc' -replace '', '-'; 'abc' -replace '.', { $_.Value.ToUpper() + '-' }",
    "world hello | -a-b-c- | A-B-C-",
  ],
  ["'abc' -replace '('", "!! InvalidRegularExpression | The regular expression pattern ( is not valid."],
  [
    "'a,b,c,d' -split ',', 2 -join '|'; 'a,b,c,d' -split ',', -2 -join '|'; 'a-b' -split '(-)' -join '|'; (-split ' a  b ').Count",
    "a|b,c,d | a,b,c|d | a|-|b | 2",
  ],
  ["(1, $null, 2) -join ','; -join ('a', 'b'); 5 -join ','", "1,,2 | ab | 5"],
]);
