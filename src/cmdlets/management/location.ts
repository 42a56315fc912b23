// Get-, Set-, Push- and Pop-Location.

import {
  defineType,
  type CmdletContext,
  type CmdletDefinition,
  type Engine,
  type TypeDefinition,
} from "../../engine/index.js";
import { PSList } from "../../objects/index.js";
import { MANAGEMENT } from "../shared/modules.js";
import { driveNotFound, findItems, locate, pathNotFound, powerShellPath, shownPath } from "./found-items.js";
import { currentLocation, driveInfo, PathInfo } from "./infos.js";
import { PASS_THRU } from "./parameters.js";

/** Location stacks of a runspace: kept with its engine, by name in lower case; "default" is the unnamed one. */
export type LocationStacks = Map<string, PathInfo[]>;

/** What Get-Location -Stack writes: a stack that knows its name. */
class PathInfoStack extends PSList {
  readonly name: string;
  constructor(name: string, items: PathInfo[]) {
    super("Stack", PATH_INFO_STACK, items, "System.Management.Automation.PathInfo");
    this.name = name;
  }
}

const PATH_INFO_STACK = "System.Management.Automation.PathInfoStack";

export const pathInfoStackType: TypeDefinition = defineType(PATH_INFO_STACK, {
  base: "System.Collections.Generic.Stack`1[[System.Management.Automation.PathInfo]]",
  members: { "string Name": (stack: PathInfoStack) => stack.name },
});

/** The four location commands of one runspace; they share its stacks. */
export function locationCmdlets(stacks: LocationStacks): readonly CmdletDefinition[] {
  return [getLocation(stacks), setLocation(), pushLocation(stacks), popLocation(stacks)];
}

function getLocation(stacks: LocationStacks): CmdletDefinition {
  return {
    name: "Get-Location",
    module: MANAGEMENT,
    synopsis: "Gets information about the current working location or a location stack.",
    aliases: ["gl", "pwd"],
    defaultParameterSet: "Location",
    parameters: {
      PSProvider: { type: "string[]", sets: { Location: { fromPipelineByPropertyName: true } } },
      PSDrive: { type: "string[]", sets: { Location: { fromPipelineByPropertyName: true } } },
      Stack: { type: "switch", sets: { Stack: {} } },
      StackName: { type: "string[]", sets: { Stack: { fromPipelineByPropertyName: true } } },
    },
    examples: [{ code: "Set-Location /; (Get-Location).Path", output: "/" }],
    run: (context) => ({
      process() {
        if (context.parameterSetName === "Stack") writeStacks(context, stacks);
        else if (context.bound["PSDrive"])
          for (const name of context.bound["PSDrive"]) writeDriveLocation(context, name);
        else if (context.bound["PSProvider"])
          for (const name of context.bound["PSProvider"]) writeProviderLocation(context, name);
        else context.write(currentLocation(context.engine));
      },
    }),
  };
}

function writeStacks(context: CmdletContext, stacks: LocationStacks): void {
  const names: readonly string[] | undefined = context.bound["StackName"];
  for (const name of names ?? ["default"]) {
    const stack = stacks.get(name.toLowerCase());
    if (!stack && names) {
      const message =
        'Cannot process argument because the value of argument "stackName" is not valid. Change the value of the "stackName" argument and run the operation again.';
      context.writeError(
        context.error("System.Management.Automation.PSArgumentException", message, "Argument", "InvalidArgument", name),
      );
    } else context.write(new PathInfoStack(name, [...(stack ?? [])].reverse()));
  }
}

function writeDriveLocation(context: CmdletContext, name: string): void {
  const { engine } = context;
  const drive = engine.location.drives.get(name.toLowerCase());
  if (drive) context.write(locationOf(engine, drive.name));
  else {
    context.writeError(driveNotFound(context, name));
  }
}

function writeProviderLocation(context: CmdletContext, name: string): void {
  const { engine } = context;
  const current = currentLocation(engine);
  const drives = [...engine.location.drives.values()].filter(
    (drive) => drive.provider.toLowerCase() === name.toLowerCase(),
  );
  if (current.drive.drive.provider.toLowerCase() === name.toLowerCase()) context.write(current);
  else if (drives[0]) context.write(locationOf(engine, drives[0].name));
}

function locationOf(engine: Engine, driveName: string): PathInfo {
  const drive = engine.location.drives.get(driveName.toLowerCase())!;
  const qualified = drive.name === "/" ? `/${drive.current}` : `${drive.name}:/${drive.current}`;
  const { path } = engine.location.resolve(qualified);
  return new PathInfo(driveInfo(engine, drive), qualified, path);
}

const DESTINATION = {
  Path: { type: "string", sets: { Path: { position: 0, fromPipeline: true, fromPipelineByPropertyName: true } } },
  LiteralPath: {
    type: "string",
    aliases: ["PSPath", "LP"],
    sets: { LiteralPath: { mandatory: true, fromPipelineByPropertyName: true } },
  },
} as const;

function setLocation(): CmdletDefinition {
  const history: { back: string[]; forward: string[] } = { back: [], forward: [] };
  return {
    name: "Set-Location",
    module: MANAGEMENT,
    synopsis: "Sets the current working location to a specified location.",
    aliases: ["sl", "cd", "chdir"],
    defaultParameterSet: "Path",
    parameters: {
      ...DESTINATION,
      ...PASS_THRU,
      StackName: { type: "string", sets: { Stack: { fromPipelineByPropertyName: true } } },
    },
    examples: [{ code: 'Set-Location /; "$PWD"', output: "/" }],
    run: (context) => ({
      process() {
        const before = wayTo(currentLocation(context.engine));
        const path: string = context.bound["Path"] ?? context.bound["LiteralPath"] ?? "~";
        const moved =
          path === "-"
            ? goHistory(context, history.back, history.forward)
            : path === "+"
              ? goHistory(context, history.forward, history.back)
              : go(context, path, context.bound["LiteralPath"] !== undefined);
        if (moved && path !== "-" && path !== "+") {
          history.back.push(before);
          history.forward.length = 0;
        }
        if (moved && context.bound["PassThru"]) context.write(currentLocation(context.engine));
      },
    }),
  };
}

function goHistory(context: CmdletContext, from: string[], to: string[]): boolean {
  const path = from.pop();
  if (path === undefined) return false;
  to.push(wayTo(currentLocation(context.engine)));
  return go(context, path, true);
}

/** A path that leads to a location from anywhere: one on the root drive would else be one of the current drive. */
function wayTo({ drive, path }: PathInfo): string {
  return drive.drive.name === "/" ? `FileSystem::${path}` : path;
}

/** Makes a container the current location; a pattern must stand for exactly one. */
function go(context: CmdletContext, path: string, literal: boolean): boolean {
  const { engine } = context;
  const typed = locate(engine, path);
  const found = typed.provider.exists(typed.drive, typed.path)
    ? [typed]
    : findItems(context, path, { literal, force: true });
  const [item] = found;
  if (!item) return false;
  if (!item.provider.isContainer(item.drive, item.path)) {
    context.writeError(
      pathNotFound(context, found.length === 1 && item.provider.name === "FileSystem" ? path : shownPath(item)),
    );
    return false;
  }
  engine.location.setCurrent(item === typed ? path : powerShellPath(item));
  return true;
}

function pushLocation(stacks: LocationStacks): CmdletDefinition {
  return {
    name: "Push-Location",
    module: MANAGEMENT,
    synopsis: "Adds the current location to the top of a location stack.",
    aliases: ["pushd"],
    defaultParameterSet: "Path",
    parameters: { ...DESTINATION, ...PASS_THRU, StackName: { type: "string", fromPipelineByPropertyName: true } },
    examples: [{ code: 'Set-Location /; Push-Location; Pop-Location; "$PWD"', output: "/" }],
    run: (context) => ({
      process() {
        const path: string | undefined = context.bound["Path"] ?? context.bound["LiteralPath"];
        const here = currentLocation(context.engine);
        if (path !== undefined && !go(context, path, context.bound["LiteralPath"] !== undefined)) return;
        const name = stackKey(context);
        if (!stacks.has(name)) stacks.set(name, []);
        stacks.get(name)!.push(here);
        if (context.bound["PassThru"]) context.write(currentLocation(context.engine));
      },
    }),
  };
}

function popLocation(stacks: LocationStacks): CmdletDefinition {
  return {
    name: "Pop-Location",
    module: MANAGEMENT,
    synopsis: "Changes the current location to the location most recently pushed onto the stack.",
    aliases: ["popd"],
    parameters: { ...PASS_THRU, StackName: { type: "string", fromPipelineByPropertyName: true } },
    examples: [{ code: "Push-Location /; Pop-Location", runs: true }],
    run: (context) => ({
      process() {
        const name: string | undefined = context.bound["StackName"];
        const stack = stacks.get(stackKey(context));
        if (!stack && name !== undefined) {
          const message = `Cannot find location stack '${name}'. It does not exist or it is not a container.`;
          context.throwTerminating(
            context.error(
              "System.Management.Automation.PSArgumentException",
              message,
              "Argument",
              "InvalidArgument",
              name,
            ),
          );
        }
        const back = stack?.pop();
        if (!back) return;
        context.engine.location.setCurrent(wayTo(back));
        if (context.bound["PassThru"]) context.write(currentLocation(context.engine));
      },
    }),
  };
}

function stackKey(context: CmdletContext): string {
  return (context.bound["StackName"] ?? "default").toLowerCase();
}
