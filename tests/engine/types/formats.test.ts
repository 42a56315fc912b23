import { rows } from "./rows.js";

rows("standard numeric formats round exact ties to even", [
  ["'{0:F1} {1:F1} {2:F2} {3:F0}' -f 0.25, 0.75, 0.125, 3.5", "0.2 0.8 0.12 4"],
  [
    "'{0:N}|{1:C2}|{2:P1}|{3:E3}|{4:G3}|{5:X4}|{6:D5}|{7:B}' -f 1234567.891, -1, 0.125, 0, 1234.5, 255, 42, 5",
    "1,234,567.89|(¤1.00)|12.5 %|0.000E+000|1.23E+03|00FF|00042|101",
  ],
  ["'{0:X}' -f -1; '{0:F1}' -f 1.25d; '{0:G}' -f 10.00d", "FFFFFFFF | 1.3 | 10.00"],
  ["'{0:D3}' -f 1.5", "!! FormatError | Error formatting a string: Format specifier was invalid.."],
]);

rows("custom numeric formats round ties away from zero", [
  ["'{0:0.0} {1:0} {2:#.#}' -f 0.25, 2.5, 1.45", "0.3 3 1.5"],
  ["'{0:#,##0.00}|{1:00000}|{2:0,}|{3:0.0%}' -f 1234567.891, 42, 1234567, 0.1234", "1,234,567.89|00042|1235|12.3%"],
  ["'{0:+0;-0;zero} {1:+0;-0;zero} {2:+0;-0;zero}' -f 5, -5, 0", "+5 -5 zero"],
  ["'{0:000-0000} {1:0.##e+00}' -f 5551234, 12345", "555-1234 1.23e+04"],
]);

rows("doubles print 15 digits, and round trip in ToString", [
  [
    "0.1 + 0.2; (0.1 + 0.2).ToString(); 1e15; 1e14; 0.0001; 0.00001; [single]0.1",
    "0.3 | 0.30000000000000004 | 1E+15 | 100000000000000 | 0.0001 | 1E-05 | 0.1",
  ],
]);

rows("dates and spans", [
  [
    "$d = [datetime]'2024-03-05 14:07:09.123'; '{0:d}|{0:D}|{0:g}|{0:s}|{0:u}|{0:o}|{0:r}' -f $d",
    "03/05/2024|Tuesday, 05 March 2024|03/05/2024 14:07|2024-03-05T14:07:09|2024-03-05 14:07:09Z|2024-03-05T14:07:09.1230000|Tue, 05 Mar 2024 14:07:09 GMT",
  ],
  ["'{0:ddd d MMM yy h:mm tt.FFF}' -f [datetime]'2024-03-05 14:07:09.120'", "Tue 5 Mar 24 2:07 PM.12"],
  [
    "$t = [timespan]'1.02:03:04.5'; '{0}|{0:g}|{0:G}|{0:hh\\:mm}' -f $t",
    "1.02:03:04.5000000|1:2:03:04.5|1:02:03:04.5000000|02:03",
  ],
  [
    "(1234.5).ToString('N2', [cultureinfo]'de-DE'); ([datetime]'2024-03-05').ToString('D', [cultureinfo]'en-US')",
    "1.234,50 | Tuesday, March 5, 2024",
  ],
]);

rows("composite formats say what is wrong", [
  ["'{{{0}}} {0,5}|{0,-5}|' -f 'x'", "{x}     x|x    |"],
  [
    "'{0} {1}' -f 1",
    "!! FormatError | Error formatting a string: Index (zero based) must be greater than or equal to zero and less than the size of the argument list..",
  ],
  [
    "'{a}' -f 1",
    "!! FormatError | Error formatting a string: Input string was not in a correct format. Failure to parse near offset 1. Expected an ASCII digit..",
  ],
]);
