import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorRecord, InvocationInfo, PSException, PSObject } from "../../src/objects/index.js";
import { errorLines, formatLines } from "../../src/format/index.js";
import { FakeObject, fakeView } from "./fake-view.js";

const services = { view: fakeView };
const JOB = ["System.Management.Automation.Job"];

function job(properties: Record<string, unknown>): FakeObject {
  return new FakeObject(
    "System.Management.Automation.PSRemotingJob",
    {
      Id: 1,
      Name: "Job1",
      PSJobTypeName: "BackgroundJob",
      State: "Running",
      HasMoreData: true,
      Location: "localhost",
      Command: ' 1..3 | ForEach-Object { "line $_" }',
      ...properties,
    },
    JOB,
  );
}

const HEADER = "Id     Name            PSJobTypeName   State         HasMoreData     Location             Command";
const RULE = "--     ----            -------------   -----         -----------     --------             -------";

function lines(values: readonly unknown[], width?: number): string[] {
  return formatLines(values, services, width).map((line) => line.trimEnd());
}

test("jobs are a table of fixed columns", () => {
  assert.deepEqual(
    lines([job({}), job({ Id: 2, Name: "a-rather-long-job-name", PSJobTypeName: null, Command: "\n'a'" })]),
    [
      "",
      HEADER,
      RULE,
      "1      Job1            BackgroundJob   Running       True            localhost             1..3 | ForEach-Object {…",
      "2      a-rather-long-…                 Running       True            localhost            'a'",
      "",
    ],
  );
});

test("a script that begins with a line break is known by its first line", () => {
  const shown = lines([job({ PSJobTypeName: "RemoteJob", Command: "\n  'a'\n  'b'\n" })]);
  assert.equal(
    shown[3],
    "1      Job1            RemoteJob       Running       True            localhost            'a'",
  );
});

test("a job that came over a wire has its computer in a narrow last column", () => {
  const received = PSObject.of({
    Id: 1,
    Name: "Long",
    PSJobTypeName: "BackgroundJob",
    State: "Running",
    HasMoreData: true,
    Location: "localhost",
    Command: "1",
    PSComputerName: "127.0.0.2",
    PSShowComputerName: true,
  });
  received.typeNames = [
    "Deserialized.System.Management.Automation.PSRemotingJob",
    "Deserialized.System.Management.Automation.Job",
  ];
  assert.deepEqual(lines([received], 119), [
    "",
    `${HEADER}                   PSC`,
    ..."omp ute rNa me".split(" ").map((part) => " ".repeat(116) + part),
    `${RULE}                   ---`,
    "1      Long            BackgroundJob   Running       True            localhost            1                         12…",
    "",
  ]);
});

test("a session's ids and availability stand at the right", () => {
  const session = new FakeObject("System.Management.Automation.Runspaces.PSSession", {
    Id: 2,
    Name: "Runspace1",
    Transport: "SSH",
    ComputerName: "127.0.0.1",
    ComputerType: "RemoteMachine",
    State: "Opened",
    ConfigurationName: "DefaultShell",
    Availability: "Available",
  });
  assert.deepEqual(lines([session]), [
    "",
    " Id Name            Transport ComputerName    ComputerType    State         ConfigurationName     Availability",
    " -- ----            --------- ------------    ------------    -----         -----------------     ------------",
    "  2 Runspace1       SSH       127.0.0.1       RemoteMachine   Opened        DefaultShell             Available",
    "",
  ]);
});

test("objects of another kind than the first are lists between the rows", () => {
  const session = new FakeObject("System.Some.Other", { A: 1, B: "two" });
  assert.deepEqual(lines([job({ Command: "1" }), session]), [
    "",
    HEADER,
    RULE,
    "1      Job1            BackgroundJob   Running       True            localhost            1",
    "",
    "A : 1",
    "B : two",
    "",
    "",
  ]);
});

function record(message: string, activity = ""): ErrorRecord {
  const made = new ErrorRecord(
    new PSException("System.Management.Automation.RuntimeException", message),
    "Boom",
    "OperationStopped",
  );
  made.activity = activity;
  return made;
}

function at(made: ErrorRecord, line: number, scriptName: string | null): ErrorRecord {
  const info = new InvocationInfo();
  info.scriptName = scriptName;
  info.scriptLineNumber = line;
  info.positionMessage = `At line:${line} char:3\n+   Get-Item /nope\n+   ~~~~~~~~~~~~~~`;
  made.invocationInfo = new FakeObject("System.Management.Automation.InvocationInfo", {
    ScriptName: scriptName,
    ScriptLineNumber: line,
    PositionMessage: info.positionMessage,
  }) as unknown as InvocationInfo;
  return made;
}

test("an error names its command", () => {
  assert.deepEqual(errorLines(record("boom", "Write-Error"), services), ["Write-Error: boom"]);
});

test("an error without a command names its category", () => {
  assert.deepEqual(errorLines(record("fatal thing"), services), ["OperationStopped: fatal thing"]);
});

test("an error of throw is an exception", () => {
  const thrown = record("x");
  (thrown.exception as PSException).extra.set("WasThrownFromThrowStatement", true);
  assert.deepEqual(errorLines(thrown, services), ["Exception: x"]);
});

test("an error in a script shows its line", () => {
  assert.deepEqual(errorLines(at(record("Cannot find it.", "Get-Item"), 2, "/tmp/x.ps1"), services), [
    "Get-Item: /tmp/x.ps1:2",
    "Line |",
    "   2 |    Get-Item /nope",
    "     |    ~~~~~~~~~~~~~~",
    "     | Cannot find it.",
  ]);
});

test("a long message beside a script line is broken at words", () => {
  const options = { ...services, windowWidth: 30 };
  const shown = errorLines(at(record("one two three four five six seven", "Get-Item"), 2, "/tmp/x.ps1"), options);
  assert.deepEqual(shown.slice(-2), ["     | one two three four", "     | five six seven"]);
});

test("NormalView says everything in PowerShell's old way", () => {
  const made = record("boom", "Write-Error");
  made.reason = "WriteErrorException";
  made.targetName = "a".repeat(50);
  made.targetType = "String";
  assert.deepEqual(errorLines(made, { ...services, errorView: "NormalView" }), [
    "boom",
    `+ CategoryInfo          : OperationStopped: (${"a".repeat(15)}...${"a".repeat(15)}:String) [Write-Error], WriteErrorException`,
    "+ FullyQualifiedErrorId : Boom",
  ]);
});

test("CategoryView is one line", () => {
  assert.deepEqual(errorLines(record("boom"), { ...services, errorView: "CategoryView" }), [
    "OperationStopped: (:) [], ",
  ]);
});

test("a parse error shows the line it is in", () => {
  const made = new ErrorRecord(
    new PSException(
      "System.Management.Automation.ParseException",
      "At line:1 char:5\n+ if (\n+     ~\nMissing condition.\n\nAt line:1 char:6\n…",
    ),
    "IfStatementMissingCondition",
    "ParserError",
  );
  assert.deepEqual(errorLines(made, services), [
    "ParserError: ",
    "Line |",
    "   1 |  if (",
    "     |      ~",
    "     | Missing condition.",
  ]);
});

test("an error of no category is named by its exception", () => {
  const made = record("Attempted to divide by zero.");
  made.category = "NotSpecified";
  made.reason = "RuntimeException";
  assert.deepEqual(errorLines(made, services), ["RuntimeException: Attempted to divide by zero."]);
});
