import { rows } from "./rows.js";

rows("generic lists, sets and dictionaries", [
  [
    "$l = [System.Collections.Generic.List[int]]::new(); $l.Add('2'); $l.AddRange([int[]](4, 3)); $l.Sort(); $l -join ','; $l.Find({ param($x) $x -gt 2 }); $l.RemoveAll({ $args[0] -lt 4 })",
    "2,3,4 | 3 | 2",
  ],
  [
    "$s = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase); $s.Add('a'); $s.Add('A'); $s.Count",
    "True | False | 1",
  ],
  [
    "$d = [System.Collections.Generic.SortedDictionary[string,int]]::new(); $d['b'] = 1; $d['a'] = 2; $d.Keys -join ','; $d.Add('a', 1)",
    'a,b | !! ArgumentException | Exception calling "Add" with "2" argument(s): "An item with the same key has already been added. Key: a"',
  ],
  [
    "$q = [System.Collections.Queue]::new(); $q.Enqueue(1); $q.Dequeue(); $q.Dequeue()",
    '1 | !! InvalidOperationException | Exception calling "Dequeue" with "0" argument(s): "Queue empty."',
  ],
  [
    "$h = @{a=1}; foreach ($k in $h.Keys) { $h['new'] = 1 }",
    "!! System.InvalidOperationException | Collection was modified; enumeration operation may not execute.",
  ],
  ["[System.Tuple]::Create(1, 'a').ToString(); [System.Linq.Enumerable]::Sum([int[]](1, 2, 3))", "(1, a) | 6"],
]);

rows("regular expressions", [
  [
    "[regex]::Matches('a1b22', '(?<l>[a-z])(\\d+)') | ForEach-Object { $_.Groups['l'].Value + $_.Groups[1].Value + $_.Index }",
    "a10 | b222",
  ],
  [
    "[regex]::Replace('a1b2', '\\d', { param($m) [int]$m.Value + 1 }); ([regex]'(a)(b)?').Match('ac').Groups[2].Success; [regex]::Escape('1+1')",
    "a2b3 | False | 1\\+1",
  ],
  [
    "([regex]'(?<y>\\d+)-(\\d+)').GetGroupNames() -join ','; [regex]::Split('a,b;c', '[,;]') -join '|'",
    "0,1,y | a|b|c",
  ],
  [
    "[regex]::IsMatch('été', '^\\w+$'); [regex]::IsMatch('x', '[a-z-[aeiou]]'); [regex]::IsMatch('e', '[a-z-[aeiou]]'); [regex]::IsMatch('aab', '(?>a+)ab')",
    "True | True | False | False",
  ],
]);

rows("documents", [
  [
    "$x = [xml]'<r><p n=\"1\">t</p><p n=\"2\"/></r>'; $x.r.p[0].'#text'; $x.r.p.n -join ','; $x.SelectSingleNode('//p[@n=\"2\"]').n; $x.SelectNodes('/r/p[last()]').Count",
    "t | 1,2 | 2 | 1",
  ],
  [
    "$x = [xml]'<r><a>1</a></r>'; $x.r.a = '2'; $e = $x.CreateElement('b'); $e.InnerText = '<'; [void]$x.r.AppendChild($e); $x.OuterXml",
    "<r><a>2</a><b>&lt;</b></r>",
  ],
  [
    "[xml]'<a></b>'",
    '!! InvalidCastToXmlDocument | Cannot convert value "<a></b>" to type "System.Xml.XmlDocument". Error: "The \'a\' start tag does not match the end tag of \'b\'. Line 1, position 6."',
  ],
]);

rows("bytes, encodings, addresses", [
  [
    "[Text.Encoding]::UTF8.GetBytes('é') -join ','; [BitConverter]::ToString([byte[]](1, 171)); [convert]::ToBase64String([byte[]](1, 2, 3)); [convert]::ToString(-1, 16)",
    "195,169 | 01-AB | AQID | ffffffff",
  ],
  [
    "([uri]'https://u@h:8443/a/b?q=1#f').Authority; [uri]::EscapeDataString('a b/ü'); ([ipaddress]'::1').ToString(); [ipaddress]::TryParse('300.1.1.1', [ref]$null)",
    "h:8443 | a%20b%2F%C3%BC | ::1 | False",
  ],
  [
    "([guid]'12345678-90ab-cdef-1234-567890abcdef').ToString('B'); [guid]::new([byte[]](1..16)).ToString(); ([version]'1.2').Build",
    "{12345678-90ab-cdef-1234-567890abcdef} | 04030201-0605-0807-090a-0b0c0d0e0f10 | -1",
  ],
]);

rows("types as values", [
  [
    "foreach ($t in [guid], [datetime], [timespan]) { try { $t::new() } catch { $_.FullyQualifiedErrorId } }; [int]::new(); [DayOfWeek]::new()",
    "MethodCountCouldNotFindBest | MethodCountCouldNotFindBest | MethodCountCouldNotFindBest | 0 | Sunday",
  ],
  [
    "[guid[]]::new(1)[0] -eq [guid]::Empty; [Activator]::CreateInstance([timespan]).Ticks; [Activator]::CreateInstance([guid]) -eq [guid]::Empty",
    "True | 0 | True",
  ],
  [
    "[int].FullName; [int[]].Name; [System.Collections.Generic.List[string]].ToString(); [string] -eq 'a'.GetType(); [object].IsAssignableFrom([string])",
    "System.Int32 | Int32[] | System.Collections.Generic.List`1[System.String] | True | True",
  ],
  [
    "[enum]::GetNames([DayOfWeek]).Count; [enum]::Parse([DayOfWeek], 'monday', $true); [DayOfWeek]::Monday.value__",
    "7 | Monday | 1",
  ],
]);

rows("exceptions", [
  [
    "[ArgumentException]::new('bad', 'p').Message; [ArgumentNullException]::new('p').Message; [InvalidOperationException]::new().Message; \"$([Exception]::new('m'))\"",
    "bad (Parameter 'p') | Value cannot be null. (Parameter 'p') | Operation is not valid due to the current state of the object. | System.Exception: m",
  ],
  [
    "try { [int]::Parse('x') } catch [FormatException] { 'caught' }; [System.IO.FileNotFoundException]::new('f') -is [System.IO.IOException]",
    "caught | True",
  ],
]);
