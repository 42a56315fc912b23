// Get-, New- and Remove-PSDrive, and Get-PSProvider.

import type { CmdletContext, CmdletDefinition } from "../../engine/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { statQuietly } from "./file-system.js";
import { driveNotFound } from "./found-items.js";
import { driveInfo, ProviderInfo } from "./infos.js";
import { FORCE } from "./parameters.js";

export const getPSDrive: CmdletDefinition = {
  name: "Get-PSDrive",
  module: MANAGEMENT,
  synopsis: "Gets drives in the current session.",
  aliases: ["gdr"],
  defaultParameterSet: "Name",
  parameters: {
    Name: { type: "string[]", sets: { Name: { position: 0, fromPipelineByPropertyName: true } } },
    LiteralName: {
      type: "string[]",
      sets: { LiteralName: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    },
    Scope: { type: "string" },
    PSProvider: { type: "string[]", fromPipelineByPropertyName: true },
  },
  examples: [{ code: "(Get-PSDrive Env).Provider.Name", output: "Environment" }],
  run: (context) => ({
    process() {
      const names: readonly string[] = context.bound["Name"] ?? context.bound["LiteralName"] ?? ["*"];
      for (const name of names) writeDrives(context, name);
    },
  }),
};

function writeDrives(context: CmdletContext, pattern: string): void {
  const { engine } = context;
  const providers: readonly string[] | undefined = context.bound["PSProvider"];
  const found = [...engine.location.drives.values()]
    .filter((drive) => engine.values.like(drive.name, pattern))
    .filter((drive) => providers === undefined || providers.some((name) => engine.values.like(drive.provider, name)));
  found.sort((left, right) => engine.values.compare(left.name, right.name));
  for (const drive of found) context.write(driveInfo(engine, drive));
  if (found.length > 0 || /[*?[]/.test(pattern)) return;
  context.writeError(driveNotFound(context, pattern, "GetLocationNoMatchingDrive"));
}

export const newPSDrive: CmdletDefinition = {
  name: "New-PSDrive",
  module: MANAGEMENT,
  synopsis: "Creates temporary drives that are associated with a location in a data store.",
  aliases: ["ndr"],
  supportsShouldProcess: true,
  parameters: {
    Name: { type: "string", position: 0, mandatory: true, fromPipelineByPropertyName: true },
    PSProvider: { type: "string", position: 1, mandatory: true, fromPipelineByPropertyName: true },
    Root: { type: "string", position: 2, mandatory: true, fromPipelineByPropertyName: true, allowEmptyString: true },
    Description: { type: "string", fromPipelineByPropertyName: true },
    Scope: { type: "string", fromPipelineByPropertyName: true },
    Persist: { type: "switch" },
  },
  examples: [{ code: "(New-PSDrive logs FileSystem /tmp).Name", output: "logs" }],
  run: (context) => ({ process: () => makeDrive(context) }),
};

function makeDrive(context: CmdletContext): void {
  const { bound, engine } = context;
  const name: string = bound["Name"];
  const provider = [...engine.providers.values()].find(
    (candidate) => candidate.name.toLowerCase() === bound["PSProvider"].toLowerCase(),
  );
  if (!provider) {
    context.throwTerminating(providerNotFound(context, bound["PSProvider"]));
    return;
  }
  const root = provider.name === "FileSystem" ? engine.location.resolve(bound["Root"]).path : bound["Root"];
  if (provider.name === "FileSystem" && !statQuietly(engine.host, root)?.isDirectory) {
    const message = `The specified drive root "${bound["Root"]}" either does not exist, or it is not a folder.`;
    context.throwTerminating(context.error("System.IO.IOException", message, "DriveRootError", "ReadError", name));
  }
  if (engine.location.drives.has(name.toLowerCase())) {
    const message = `A drive with the name '${name}' already exists.`;
    context.throwTerminating(
      context.error(
        "System.Management.Automation.SessionStateException",
        message,
        "DriveAlreadyExists",
        "ResourceExists",
        name,
      ),
    );
  }
  if (!context.shouldProcess(`Name: ${name} Provider: ${provider.fullName} Root: ${root}`, "New drive")) return;
  const drive = {
    name,
    provider: provider.name,
    root,
    current: "",
    ...(bound["Description"] ? { description: bound["Description"] } : {}),
  };
  engine.location.addDrive(drive, bound["Scope"] ?? "Local");
  context.write(driveInfo(engine, drive));
}

function providerNotFound(context: CmdletContext, name: string): ReturnType<CmdletContext["error"]> {
  return context.error(
    "System.Management.Automation.ProviderNotFoundException",
    `Cannot find a provider with the name '${name}'.`,
    "ProviderNotFound",
    "ObjectNotFound",
    name,
  );
}

export const removePSDrive: CmdletDefinition = {
  name: "Remove-PSDrive",
  module: MANAGEMENT,
  synopsis: "Deletes temporary drives.",
  aliases: ["rdr"],
  defaultParameterSet: "Name",
  supportsShouldProcess: true,
  parameters: {
    Name: {
      type: "string[]",
      sets: { Name: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
      allowNull: true,
    },
    LiteralName: {
      type: "string[]",
      sets: { LiteralName: { position: 0, mandatory: true, fromPipelineByPropertyName: true } },
    },
    PSProvider: { type: "string[]", fromPipelineByPropertyName: true },
    Scope: { type: "string", fromPipelineByPropertyName: true },
    ...FORCE,
  },
  examples: [
    { code: "New-PSDrive logs FileSystem /tmp | Out-Null; Remove-PSDrive logs; Test-Path logs:/", output: "False" },
  ],
  run: (context) => ({
    process() {
      for (const name of context.bound["Name"] ?? context.bound["LiteralName"] ?? []) removeDrives(context, name);
    },
  }),
};

function removeDrives(context: CmdletContext, pattern: string): void {
  const { engine } = context;
  const found = [...engine.location.drives.values()].filter((drive) => engine.values.like(drive.name, pattern));
  if (found.length === 0 && !/[*?[]/.test(pattern)) {
    context.writeError(driveNotFound(context, pattern));
  }
  for (const drive of found) {
    const inUse = engine.location.resolve(".").drive === drive;
    if (inUse && !context.bound["Force"]) {
      const message = `Cannot remove drive '${drive.name}' because it is in use.`;
      context.writeError(
        context.error(
          "System.Management.Automation.PSInvalidOperationException",
          message,
          "InvalidOperation",
          "InvalidOperation",
          drive.name,
        ),
      );
    } else if (
      context.shouldProcess(`Name: ${drive.name} Provider: ${drive.provider} Root: ${drive.root}`, "Remove Drive")
    ) {
      engine.location.removeDrive(drive.name);
    }
  }
}

export const getPSProvider: CmdletDefinition = {
  name: "Get-PSProvider",
  module: MANAGEMENT,
  synopsis: "Gets information about the specified PowerShell provider.",
  parameters: { PSProvider: { type: "string[]", position: 0, fromPipeline: true, fromPipelineByPropertyName: true } },
  examples: [{ code: "(Get-PSProvider FileSystem).Name", output: "FileSystem" }],
  run: (context) => ({
    process() {
      for (const name of context.bound["PSProvider"] ?? ["*"]) {
        const found = [...context.engine.providers.values()].filter((provider) =>
          context.engine.values.like(provider.name, name),
        );
        for (const provider of found) context.write(new ProviderInfo(provider));
        if (found.length === 0 && !/[*?[]/.test(name)) context.writeError(providerNotFound(context, name));
      }
    },
  }),
};
