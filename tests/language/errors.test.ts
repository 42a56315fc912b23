// What is wrong with a script: PowerShell's id, place and sentence for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lineAndColumn, parse, parseErrorText } from "../../src/language/index.js";

/** Source; id and place of its first error; the sentence. */
const ERRORS: readonly (readonly [string, string, string])[] = [
  ["(1 + 2", "MissingEndParenthesisInExpression 1:7", "Missing closing ')' in expression."],
  ["if ($true) { 1", "MissingEndCurlyBrace 1:12", "Missing closing '}' in statement block or type definition."],
  ['"abc', "TerminatorExpectedAtEndOfString 1:1", 'The string is missing the terminator: ".'],
  [
    '@"abc',
    "UnexpectedCharactersAfterHereStringHeader 1:3",
    "No characters are allowed after a here-string header but before the end of the line.",
  ],
  ["$(1", "MissingEndParenthesisInSubexpression 1:5", "Missing closing ')' in subexpression."],
  ["1 + 2)", "UnexpectedToken 1:6", "Unexpected token ')' in expression or statement."],
  ["1 2", "UnexpectedToken 1:3", "Unexpected token '2' in expression or statement."],
  ['"a" "b"', "UnexpectedToken 1:5", "Unexpected token '\"b\"' in expression or statement."],
  ["$a b", "UnexpectedToken 1:4", "Unexpected token 'b' in expression or statement."],
  ["1 | | 2", "EmptyPipeElement 1:4", "An empty pipe element is not allowed."],
  ["Get-Item |", "EmptyPipeElement 1:11", "An empty pipe element is not allowed."],
  ["| Get-Item", "EmptyPipeElement 1:1", "An empty pipe element is not allowed."],
  [
    "1 | $x",
    "ExpressionsMustBeFirstInPipeline 1:5",
    "Expressions are only allowed as the first element of a pipeline.",
  ],
  ["if { 1 }", "MissingOpenParenthesisInIfStatement 1:3", "Missing '(' after 'if' in if statement."],
  ["if () { 1 }", "IfStatementMissingCondition 1:5", "Missing condition in if statement after 'if ('."],
  ["if ($true)", "MissingStatementBlock 1:10", "Missing statement block after if ( condition )."],
  ["if (1) { } elseif (2)", "MissingStatementBlock 1:21", "Missing statement block after elseif ( condition )."],
  [
    "foreach ($x 1..3) { }",
    "MissingInInForeach 1:12",
    "Missing 'in' after variable in foreach loop.\nThe correct form is: foreach ($a in $b) {...}",
  ],
  [
    "foreach (x in 1..3) { }",
    "MissingVariableNameAfterForeach 1:10",
    "Missing variable name after foreach.\nThe correct form is: foreach ($a in $b) {...}",
  ],
  ["while { }", "MissingOpenParenthesisAfterKeyword 1:6", "Missing opening '(' after keyword 'while'."],
  ["do { 1 }", "MissingWhileOrUntilInDoWhile 1:9", "Missing while or until keyword in do loop."],
  ["for { }", "MissingOpenParenthesisAfterKeyword 1:4", "Missing opening '(' after keyword 'for'."],
  ["function f", "MissingFunctionBody 1:11", "Missing function body in function declaration."],
  ["function f($a, ) { }", "MissingExpressionAfterToken 1:15", "Missing expression after ','."],
  ["function f($a, $A) { }", "DuplicateFormalParameter 1:16", "Duplicate parameter $A in parameter list."],
  [
    "function f($a $b) { }",
    "MissingEndParenthesisInFunctionParameterList 1:14",
    "Missing ')' in function parameter list.",
  ],
  ["switch (1) { 1 }", "MissingSwitchStatementClause 1:15", "Missing statement block in switch statement clause."],
  ["try { 1 } catch", "MissingCatchHandlerBlock 1:16", "The Catch block is missing its statement block."],
  [
    "($a + 1) = 2",
    "InvalidLeftHandSide 1:2",
    "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.",
  ],
  ["1, ", "MissingExpressionAfterToken 1:3", "Missing expression after ','."],
  ["[]5", "MissingTypename 1:2", "Missing type name after '['."],
  ["[int 5", "EndSquareBracketExpectedAtEndOfAttribute 1:5", "Missing ] at end of attribute or type literal."],
  ["${abc", "IncompleteDollarVariableReference 1:2", "${{variable}} reference starting is missing the closing '}}'."],
  ["&", "MissingExpression 1:1", "Missing expression after '&' in pipeline element."],
  ["Get-Item &&", "EmptyPipelineChainElement 1:12", "A pipeline chain operator must be followed by a pipeline."],
  ["Get-Item < x", "RedirectionNotSupported 1:10", "The '<' operator is reserved for future use."],
  ["from", "ReservedKeywordNotAllowed 1:1", "The 'from' keyword is not supported in this version of the language."],
  ["@{a = }", "MissingStatementInHashLiteral 1:6", "Missing statement after '=' in hash literal."],
  ["1 -foo 2", "UnexpectedToken 1:3", "Unexpected token '-foo' in expression or statement."],
  ["300y", "BadNumericConstant 1:1", "The numeric constant 300y is not valid."],
  [
    "function f { begin { } 1 }",
    "MissingNamedBlocks 1:24",
    "unexpected token '1', expected 'begin', 'process', 'end', 'clean', or 'dynamicparam'.",
  ],
  [
    "function f { begin { } begin { } }",
    "DuplicateScriptCommandClause 1:24",
    "Script command clause 'begin' has already been defined.",
  ],
  ["@(1)b", "UnexpectedToken 1:5", "Unexpected token 'b' in expression or statement."],
  [
    "$x = @y",
    "SplattingNotPermitted 1:6",
    "The splatting operator '@' cannot be used to reference variables in an expression. '@y' can be used only as an argument to a command. To reference variables in an expression use '$y'.",
  ],
  ["1 `", "IncompleteString 1:5", "Incomplete string token."],
  ["<# abc", "MissingTerminatorMultiLineComment 1:1", "The terminator '#>' is missing from the multiline comment."],
  ["Get-Item ) x", "UnexpectedToken 1:10", "Unexpected token ')' in expression or statement."],
  ["if ( { foreach", "MissingOpenParenthesisAfterKeyword 1:15", "Missing opening '(' after keyword 'foreach'."],
  ["1 +", "ExpectedValueExpression 1:4", "You must provide a value expression following the '+' operator."],
  ["if (", "IfStatementMissingCondition 1:5", "Missing condition in if statement after 'if ('."],
];

test("the first error of a script has PowerShell's id, place and sentence", () => {
  for (const [source, place, message] of ERRORS) {
    const error = parse(source).errors[0];
    assert.ok(error !== undefined, source);
    const { line, column } = lineAndColumn(source, error.extent.start);
    assert.equal(`${error.errorId} ${line}:${column}`, place, source);
    assert.equal(error.message, message, source);
  }
});

test("text that only breaks off is incomplete, text that is wrong is not", () => {
  const incomplete = [
    "if ($true) {",
    "foo |",
    "'abc",
    "@'\nabc",
    "(1 + 2",
    "function f",
    "1 +",
    "$x =",
    "{",
    "foo `",
    "<# abc",
    "a &&",
  ];
  const wrong = ["1 2", ")", "a | | b", "$x = = ) 1", "foreach (x in 1) { }", "@'abc"];
  for (const source of incomplete) assert.equal(parse(source).errors.at(-1)?.incompleteInput, true, source);
  for (const source of wrong) assert.equal(parse(source).errors[0]?.incompleteInput, false, source);
});

test("several errors are put into one text with their source lines", () => {
  const source = "if ( { foreach";
  assert.equal(
    parseErrorText(source, parse(source).errors),
    [
      "At line:1 char:15",
      "+ if ( { foreach",
      "+               ~",
      "Missing opening '(' after keyword 'foreach'.",
      "",
      "At line:1 char:6",
      "+ if ( { foreach",
      "+      ~",
      "Missing closing '}' in statement block or type definition.",
      "",
      "At line:1 char:16",
      "+ if ( { foreach",
      "+                ~",
      "Missing closing ')' after expression in 'if' statement.",
    ].join("\n"),
  );
});
