// The command line: how it is read, and what the program does and returns for it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileArguments, readCommandLine } from "../../src/console/command-line.js";
import { remora, startRemora } from "../support/program.js";

describe("Reading the command line", () => {
  const works: readonly (readonly [string[], object])[] = [
    [[], { type: "nothing" }],
    [["-NoLogo", "-noni", "--NoProfile"], { type: "nothing" }],
    [["-c", "exit", "3"], { type: "text", text: "exit 3", args: [] }],
    [["-COMMAND", "-NoLogo"], { type: "text", text: "-NoLogo", args: [] }],
    [["-Com", "1"], { type: "text", text: "1", args: [] }],
    [["-c", "-"], { type: "input" }],
    [["-f", "-"], { type: "input" }],
    [["-cwa", "$args", "a", "-b"], { type: "text", text: "$args", args: ["a", "-b"] }],
    [["-e", Buffer.from("1+1", "utf16le").toString("base64")], { type: "text", text: "1+1", args: [] }],
    [["a.ps1", "-c", "1"], { type: "file", path: "a.ps1", args: [{ name: "c" }, { value: "1" }] }],
    [["-ex", "Bypass", "-InputFormat", "Text", "-File", "x"], { type: "file", path: "x", args: [] }],
  ];
  for (const [args, work] of works)
    test(`\`${args.join(" ")}\` is read`, () => {
      const line = readCommandLine(args);
      assert.equal(line.type, "run");
      assert.deepEqual(line.type === "run" && line.work, work);
    });

  test("settings before the command are kept", () => {
    const line = readCommandLine(["-noe", "-nol", "-wd", "/x", "-of", "xml", "-noninteractive", "-c", "1"]);
    assert.deepEqual(line.type === "run" && line.settings, {
      noExit: true,
      noLogo: true,
      nonInteractive: true,
      output: "XML",
      workingDirectory: "/x",
    });
  });

  for (const args of [["-foo"], ["-c"], ["-c", "-", "1"], ["-File"], ["-wd"], ["-of", "html"], ["-e", "%"]])
    test(`\`${args.join(" ")}\` is refused`, () => assert.equal(readCommandLine(args).type, "error"));

  for (const [args, type] of [
    [["-v"], "version"],
    [["-?"], "help"],
    [["--help"], "help"],
    [["/?"], "help"],
  ] as const)
    test(`\`${args.join(" ")}\` asks for the ${type}`, () => assert.equal(readCommandLine(args).type, type));

  test("arguments of a script are names, values and switches", () => {
    assert.deepEqual(fileArguments(["a", "-B", "-C:d", "-E:$true", "-F:$FALSE", "-G:", "h", "-", "-I:j:k"]), [
      { value: "a" },
      { name: "B" },
      { name: "C", value: "d" },
      { name: "E", value: true },
      { name: "F", value: false },
      { name: "G", value: "h" },
      { value: "-" },
      { name: "I", value: "j:k" },
    ]);
  });
});

describe("What the program returns", () => {
  const folder = mkdtempSync(join(tmpdir(), "remora-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const script = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const parameters = script(
    "parameters.ps1",
    'param([string]$Name, [switch]$Flag, [int]$N = 5)\n"$Name $Flag $N $args"\n"$($PSScriptRoot -eq (Split-Path $PSCommandPath))"\nexit 7',
  );
  const missing = join(folder, "missing.ps1");

  interface Case {
    readonly args: readonly string[];
    readonly input?: string;
    readonly exitCode: number;
    readonly stdout?: string | RegExp;
    readonly stderr?: string | RegExp;
  }
  const cases: readonly Case[] = [
    { args: ["-c", "1..3"], exitCode: 0, stdout: "1\n2\n3\n" },
    { args: ["-c", "exit 3"], exitCode: 3, stdout: "" },
    { args: ["-c", "exit 300"], exitCode: 44 },
    { args: ["-c", "throw 'x'"], exitCode: 1, stderr: /x/ },
    { args: ["-c", "Write-Error e"], exitCode: 1, stderr: /Write-Error: e/ },
    { args: ["-c", "Write-Error e; 1"], exitCode: 0, stdout: "1\n", stderr: /e/ },
    { args: ["-c", "sh -c 'exit 5'"], exitCode: 1 },
    { args: ["-c", "sh -c 'exit 5'; exit $LASTEXITCODE"], exitCode: 5 },
    { args: ["-c", "1 +"], exitCode: 1, stderr: /Missing|expression|value/ },
    { args: ["-c", '$input | % { "<$_>" }'], input: "a\nb\n", exitCode: 0, stdout: "<a>\n<b>\n" },
    { args: ["-c", "sh -c 'cat'"], input: "to the program\n", exitCode: 0, stdout: "to the program\n" },
    { args: ["-cwa", '"$args|"', "1", "2"], exitCode: 0, stdout: "1 2|\n" },
    { args: ["-wd", folder, "-c", '"$PWD"'], exitCode: 0, stdout: `${folder}\n` },
    { args: ["-o", "XML", "-c", "1"], exitCode: 0, stdout: /^#< CLIXML\n<Objs .*<I32 S="Output">1<\/I32><\/Objs>$/ },
    { args: ["-noni", "-c", "Read-Host x"], exitCode: 1, stderr: /NonInteractive/ },
    { args: ["-c", '"<$(Read-Host q)>"'], input: "answer\n", exitCode: 0, stdout: "q: <answer>\n" },
    {
      args: ["-File", parameters, "-Name", "bob", "-Flag", "2", "more"],
      exitCode: 7,
      stdout: "bob True 2 more\nTrue\n",
    },
    { args: [parameters, "-Flag:$false", "-N:3", "joe"], exitCode: 7, stdout: "joe False 3 \nTrue\n" },
    { args: ["-File", script("throws.ps1", "'before'; throw 'x'")], exitCode: 1, stdout: "before\n", stderr: /x/ },
    { args: ["-File", script("fails.ps1", "Write-Error e")], exitCode: 0, stderr: /e/ },
    {
      args: ["-File", missing],
      exitCode: 64,
      stderr: new RegExp(`The argument '${missing}' is not recognized as the name of a script file\\.`),
    },
    { args: ["-File", folder], exitCode: 64, stderr: /is not recognized as the name of a script file/ },
    { args: ["-nonsense"], exitCode: 64, stderr: /The argument '-nonsense' is not recognized/ },
    { args: [], input: '$x = 3\nif ($x) {\n"yes $x"\n}\n$x +\n4', exitCode: 0, stdout: "yes 3\n7\n" },
    { args: [], input: "Write-Error a\n1\nexit 9\n2\n", exitCode: 9, stdout: "1\n", stderr: /a/ },
    { args: ["-c", "-"], input: '"<$(Read-Host q)>"\nanswer\n2\n', exitCode: 0, stdout: "q: <answer>\n2\n" },
    { args: ["-c", "-"], input: "1\nthrow 'last'\n", exitCode: 1, stdout: "1\n" },
    { args: ["-Version"], exitCode: 0, stdout: /^PowerShell 7\.6/ },
    { args: ["-Help"], exitCode: 0, stdout: /-WorkingDirectory/ },
    { args: ["-s"], input: "hello\n", exitCode: 160, stdout: "", stderr: /^remora: [^\n]*hello\n$/ },
  ];
  for (const { args, input, exitCode, stdout, stderr } of cases) {
    const shown = args.map((each) => each.replace(folder, "…")).join(" ");
    test(`\`remora ${shown}\`${input === undefined ? "" : " with input"} ends with ${exitCode}`, async () => {
      const result = await remora(args, input === undefined ? {} : { input });
      const matches = (text: string, wanted: string | RegExp): void =>
        typeof wanted === "string" ? assert.equal(text, wanted) : assert.match(text, wanted);
      if (stdout !== undefined) matches(result.stdout, stdout);
      if (stderr !== undefined) matches(result.stderr, stderr);
      assert.equal(result.exitCode, exitCode, result.stderr);
      assert.doesNotMatch(result.stderr, /\n\s+at .*\.[cm]?js:/, "no stack trace");
    });
  }

  test("whoever reads only a part of the output is not told about it", async () => {
    const child = startRemora(["-c", "1..100000"]);
    let stderr = "";
    child.stderr!.on("data", (text: Buffer) => (stderr += text.toString()));
    child.stdout!.once("data", () => child.stdout!.destroy());
    await new Promise((resolve) => child.once("close", resolve));
    assert.equal(stderr, "");
  });

  test("Ctrl+C stops what runs, `finally` included", async () => {
    const child = startRemora([
      "-c",
      "try { 'begun'; while ($true) { Start-Sleep 1 } } finally { Write-Host 'cleaned' }",
    ]);
    let stdout = "";
    child.stdout!.on("data", (text: Buffer) => {
      stdout += text.toString();
      if (stdout === "begun\n") child.kill("SIGINT");
    });
    const exitCode = await new Promise((resolve) => child.once("close", resolve));
    assert.equal(stdout, "begun\ncleaned\n");
    assert.equal(exitCode, 130);
  });
});
