// Objects whose members are not known by their type.

import { NetObject } from "../../../objects/index.js";

/** A .NET object whose members depend on what is in it: an XML element. */
export abstract class DynamicObject extends NetObject {
  /** The value of a member of its own; undefined where there is none. */
  abstract dynamicGet(name: string): unknown;
  /** False where there is no such member. */
  abstract dynamicSet(name: string, value: unknown): boolean;
  abstract dynamicNames(): readonly string[];
}
