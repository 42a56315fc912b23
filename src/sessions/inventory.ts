// The inventory: the user's file that says how a computer name is reached.
//
// Rule: names are compared whatever their case. What the file says wrongly is an error that names the file and the entry;
// an entry is never guessed.

/** How one computer is reached. */
export type Route = ProcessRoute | SshRoute;

/** An endpoint that runs as a child process of this program. */
export interface ProcessRoute {
  readonly transport: "process";
  /** The program and its arguments; where absent, this program's own endpoint. */
  readonly command?: readonly string[];
  /** What the endpoint calls its computer; the name in the inventory where absent. */
  readonly name?: string;
  /** Folder its sessions start in and `~` means. */
  readonly home?: string;
  /** Variables of its environment, on top of this process's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Drive name → native folder: what `C:` means there. */
  readonly drives?: Readonly<Record<string, string>>;
  /** False: sessions there are never kept, and end with their connection. */
  readonly keep?: boolean;
}

/** An endpoint behind SSH, as `-HostName` with these parameters reaches it. */
export interface SshRoute {
  readonly transport: "ssh";
  readonly address?: string;
  readonly user?: string;
  readonly port?: number;
  readonly keyFile?: string;
  /** The subsystem of the host's sshd that is its endpoint, as "powershell"; nothing else is tried. */
  readonly subsystem?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Seconds of silence after which the link counts as dead; 0 is never. */
  readonly keepAlive?: number;
  /** False: each session has an SSH connection of its own. */
  readonly share?: boolean;
  /** Milliseconds that connecting may take. */
  readonly connectingTimeoutMs?: number;
  readonly drives?: Readonly<Record<string, string>>;
  /** False: sessions there are never kept, and end with their connection. */
  readonly keep?: boolean;
}

export interface Inventory {
  /** Where it was read from, for messages. */
  readonly file: string;
  readonly routes: ReadonlyMap<string, Route>;
}

export class InventoryError extends Error {
  override readonly name: string = "InventoryError";
  /** FullyQualifiedErrorId. */
  readonly id: string = "InvalidInventory";
  readonly category: string = "InvalidData";
}

export const EMPTY_INVENTORY: Inventory = { file: "", routes: new Map() };

/** Path of the inventory: $REMORA_INVENTORY, else ~/.config/remora/inventory.json. */
export function inventoryPath(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const own = env["REMORA_INVENTORY"];
  if (own) return own;
  const config = env["XDG_CONFIG_HOME"] || `${home}/.config`;
  return `${config}/remora/inventory.json`;
}

/** Reads an inventory's text. Throws an InventoryError that says which entry is wrong, and how. */
export function parseInventory(text: string, file: string): Inventory {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InventoryError(`The inventory ${file} is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(json)) throw new InventoryError(`The inventory ${file} must be an object of computer names.`);
  const routes = new Map<string, Route>();
  for (const [name, entry] of Object.entries(json)) routes.set(name.toLowerCase(), parseRoute(name, entry, file));
  return { file, routes };
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === "string" && value !== "";
const isNumber: Check = (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536;
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isSwitch: Check = (value) => typeof value === "boolean";
const isTexts: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isTable: Check = (value) => isObject(value) && Object.values(value).every((each) => typeof each === "string");

const FIELDS: Readonly<Record<Route["transport"], Readonly<Record<string, readonly [Check, string]>>>> = {
  process: {
    command: [isTexts, "a list of texts: the program and its arguments"],
    name: [isText, "a text"],
    home: [isText, "a folder"],
    environment: [isTable, "an object of texts"],
    drives: [isTable, "an object: drive name to folder"],
    keep: [isSwitch, "true or false"],
  },
  ssh: {
    address: [isText, "a text"],
    user: [isText, "a text"],
    port: [isNumber, "a number from 1 to 65535"],
    keyFile: [isText, "a file"],
    subsystem: [isText, "a text"],
    options: [isTable, "an object of texts"],
    keepAlive: [isCount, "a number of seconds"],
    share: [isSwitch, "true or false"],
    connectingTimeoutMs: [isCount, "a number of milliseconds"],
    drives: [isTable, "an object: drive name to folder"],
    keep: [isSwitch, "true or false"],
  },
};

function parseRoute(name: string, entry: unknown, file: string): Route {
  const where = `The entry "${name}" of the inventory ${file}`;
  if (!isObject(entry)) throw new InventoryError(`${where} must be an object.`);
  const transport = entry["transport"];
  if (transport !== "process" && transport !== "ssh")
    throw new InventoryError(`${where} needs a "transport": "process" or "ssh".`);
  const fields = FIELDS[transport];
  for (const [key, value] of Object.entries(entry)) {
    if (key === "transport") continue;
    const field = fields[key];
    if (!field) throw new InventoryError(`${where} has a "${key}", which ${transport} does not know.`);
    if (!field[0](value)) throw new InventoryError(`${where}: "${key}" must be ${field[1]}.`);
  }
  return entry as unknown as Route;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names that always mean this computer, listed or not. */
function isThisComputer(name: string, ownName: string): boolean {
  const folded = name.toLowerCase();
  return folded === "localhost" || folded === "." || folded === ownName.toLowerCase();
}

/** How `name` is reached: as listed, else this computer by a child process, else SSH by the user's own ssh_config. */
export function routeOf(inventory: Inventory, name: string, ownName: string): Route {
  const listed = inventory.routes.get(name.toLowerCase());
  if (listed) return listed;
  if (isThisComputer(name, ownName)) return { transport: "process" };
  return { transport: "ssh" };
}
