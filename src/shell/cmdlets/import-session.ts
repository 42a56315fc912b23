// Import-PSSession: commands of a session as functions of this one; Export-PSSession is here by name alone.
//
// Rule: of what the session says only plain names become script text; a name of another form is left out. Values travel as
// values.

import type { CmdletContext, CmdletDefinition, ParameterDefinition } from "../../engine/index.js";

const MODULE = "Microsoft.PowerShell.Utility";

const SHARED: Readonly<Record<string, ParameterDefinition>> = {
  CommandName: {
    type: "string[]",
    aliases: ["Name"],
    position: 2,
    help: "The commands; wildcards are taken. All functions and cmdlets that are not here, where nothing is said.",
  },
  Module: { type: "string[]", aliases: ["PSSnapin"], help: "Only commands of these modules." },
  CommandType: { type: "string[]", aliases: ["Type"], help: "Only commands of these kinds: Cmdlet, Function." },
  ArgumentList: { type: "object[]", aliases: ["Args"], allowNull: true, help: "Not used here." },
  AllowClobber: { type: "switch", help: "Imports also what this session has by that name." },
  FormatTypeName: { type: "string[]", position: 3, help: "Not used here: views are this session's own." },
  DisableNameChecking: { type: "switch", help: "Has no effect: names are not checked." },
};

const SESSION: ParameterDefinition = {
  type: "System.Management.Automation.Runspaces.PSSession",
  position: 0,
  mandatory: true,
  validate: [{ kind: "NotNull" }],
  help: "The session.",
};

/** Asked of the session: the commands, and each parameter's name with whether it is a switch. */
const LIST = `param($session, $names, $modules, $types)
  Invoke-Command -Session $session -HideComputerName -ArgumentList @($names), @($modules), @($types) -ScriptBlock {
    param($names, $modules, $types)
    Get-Command -Name $names -CommandType $types -ErrorAction SilentlyContinue |
      Where-Object { $modules.Count -eq 0 -or $_.Source -in $modules } |
      ForEach-Object {
        [pscustomobject]@{
          Name = $_.Name
          Parameters = @($_.Parameters.Values | ForEach-Object { "$($_.Name):$($_.SwitchParameter)" })
        }
      }
  }`;

const COMMON =
  /^(Verbose|Debug|ErrorAction|WarningAction|InformationAction|ProgressAction|ErrorVariable|WarningVariable|InformationVariable|OutVariable|OutBuffer|PipelineVariable)$/i;
const PLAIN_NAME = /^[\w][\w-]*$/;
/** What belongs to a session itself and is never imported. */
const NEVER = /^(prompt|TabExpansion2|Clear-Host|(Enter|Exit)-PSSession|cd\.\.|cd\\)$/i;

interface RemoteCommand {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly isSwitch: boolean }[];
}

export function importPSSession(): CmdletDefinition {
  return {
    name: "Import-PSSession",
    module: MODULE,
    aliases: ["ipsn"],
    synopsis: "Imports commands from another session into the current session.",
    parameters: {
      Session: SESSION,
      Prefix: { type: "string", help: "A prefix of the nouns of the imported commands." },
      ...SHARED,
    },
    outputTypes: ["System.Management.Automation.PSModuleInfo"],
    examples: [
      {
        code: "$s = New-PSSession Server01; Import-PSSession $s -CommandName Get-Process -Prefix Far; Get-FarProcess",
        note: "Get-FarProcess is a function here that runs Get-Process there.",
        runs: false,
      },
    ],
    run: (context) => ({ end: () => importCommands(context) }),
  };
}

function importCommands(context: CmdletContext): void {
  const { bound, engine } = context;
  const prefix: string = bound["Prefix"] ?? "";
  const functions: string[] = [];
  for (const command of remoteCommands(context)) {
    const name = command.name.replace(/-/, `-${prefix}`);
    if (!bound["AllowClobber"] && engine.sessionState.findCommand(name) !== undefined) {
      if (bound["CommandName"] !== undefined)
        context.writeWarning(
          `Proxy creation has been skipped for the following command: '${name}', because it would shadow an existing local command.  Use the AllowClobber parameter if you want to shadow existing local commands.`,
        );
      continue;
    }
    functions.push(proxy(name, command));
  }
  if (functions.length === 0)
    return context.throwTerminating(
      context.error(
        "System.ArgumentException",
        "No command proxies have been created, because all of the requested remote commands would shadow existing local commands.  Use the AllowClobber parameter if you want to shadow existing local commands.",
        "ErrorNoCommandsImportedBecauseOfSkipping",
        "InvalidResult",
      ),
    );
  const block = engine.scriptBlock(`param($__session)\n${functions.join("\n")}`);
  const module = engine.sessionState.newModule(`tmp_${engine.host.newGuid().slice(0, 8)}`, block, [bound["Session"]]);
  engine.sessionState.importModule(module, { global: true });
  context.write(module);
}

function remoteCommands(context: CmdletContext): RemoteCommand[] {
  const { bound, engine } = context;
  const { values } = engine;
  const asked = [
    bound["Session"],
    bound["CommandName"] ?? ["*"],
    bound["Module"] ?? [],
    bound["CommandType"] ?? ["Function", "Cmdlet"],
  ];
  return engine
    .invokeCollect(engine.scriptBlock(LIST), asked)
    .map((item) => ({
      name: values.toText(values.getMember(item, "Name")),
      parameters: [...(values.enumerate(values.getMember(item, "Parameters")) ?? [])].map((each) => {
        const [name = "", isSwitch] = values.toText(each).split(":");
        return { name, isSwitch: isSwitch === "True" };
      }),
    }))
    .filter(({ name }) => PLAIN_NAME.test(name) && !NEVER.test(name));
}

/** A function that runs a command there with what it is called with here. */
function proxy(name: string, { name: remote, parameters }: RemoteCommand): string {
  const own = parameters
    .filter((each) => PLAIN_NAME.test(each.name) && !COMMON.test(each.name))
    .map((each) => `${each.isSwitch ? "[switch]" : ""}\${${each.name}}`);
  const all = [
    ...own,
    "[Parameter(ValueFromRemainingArguments)]$__rest",
    "[Parameter(ValueFromPipeline)]$__input",
  ].join(", ");
  return `function ${name} {
  [CmdletBinding(PositionalBinding = $false)] param(${all})
  begin { $__items = [System.Collections.ArrayList]::new() }
  process { if ($PSBoundParameters.ContainsKey('__input')) { $null = $__items.Add($__input) } }
  end {
    if (-not $PSBoundParameters.ContainsKey('__rest')) { $__rest = @() }
    $__named = @{}
    foreach ($__pair in $PSBoundParameters.GetEnumerator()) {
      if ($__pair.Key -notin '__rest', '__input') { $__named[$__pair.Key] = $__pair.Value }
    }
    Invoke-Command -Session $__session -ArgumentList '${remote}', $__named, @($__rest), @($__items) -ScriptBlock {
      param($name, $named, $rest, $items)
      if ($items.Count -gt 0) { $items | & $name @named @rest } else { & $name @named @rest }
    }
  }
}`;
}

/** Without a module on disk that opens its own session there is nothing to export to. */
export function exportPSSession(): CmdletDefinition {
  return {
    name: "Export-PSSession",
    module: MODULE,
    aliases: ["epsn"],
    synopsis:
      "Exports commands from another session and saves them in a module. Not available here: use Import-PSSession.",
    parameters: {
      Session: SESSION,
      OutputModule: {
        type: "string",
        aliases: ["PSPath", "ModuleName"],
        position: 1,
        mandatory: true,
        help: "Not used.",
      },
      Force: { type: "switch", help: "Not used." },
      Encoding: { type: "string", help: "Not used." },
      ...SHARED,
    },
    examples: [
      { code: "Export-PSSession $s -OutputModule Far", note: "An error that names Import-PSSession.", runs: false },
    ],
    run: (context) => ({
      end() {
        context.throwTerminating(
          context.error(
            "System.NotSupportedException",
            "Export-PSSession is not available here. Use Import-PSSession in each session that needs the commands.",
            "NotAvailable",
            "NotImplemented",
          ),
        );
      },
    }),
  };
}
