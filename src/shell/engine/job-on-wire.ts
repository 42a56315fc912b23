// A job as it travels: a snapshot of the properties PowerShell sends, at depth 2.

import type { EngineRuntime } from "../../engine/index.js";
import { Guid, PSList, PSObject } from "../../objects/index.js";
import { JobObject, JobStateInfo, localDateTime } from "./job-objects.js";

/** The object whose CLIXML is what PowerShell sends of a job. */
export function jobOnWire(job: JobObject, engine: EngineRuntime): PSObject {
  const view = job.view;
  const children = new PSList(
    "List",
    "System.Collections.Generic.List`1[[System.Management.Automation.Job]]",
    view.children.map((child) => child.name && typeText(child.type)),
  );
  const object = PSObject.of([
    ["HasMoreData", view.hasMoreData],
    ["StatusMessage", view.statusMessage],
    ["Location", view.location],
    ["Command", view.command],
    ["JobStateInfo", new JobStateInfo(view.state, undefined).state],
    ["InstanceId", new Guid(view.instanceId)],
    ["Id", view.id],
    ["Name", view.name],
    ["ChildJobs", children],
    ["PSBeginTime", localDateTime(view.beginMs, engine)],
    ["PSEndTime", localDateTime(view.endMs, engine)],
    ["PSJobTypeName", view.type],
    ["State", view.state],
  ]);
  object.adapted = 12;
  object.typeNames = [...TYPE_NAMES];
  object.text = TYPE_NAMES[0];
  return object;
}

const TYPE_NAMES = [
  "System.Management.Automation.PSRemotingJob",
  "System.Management.Automation.Job",
  "System.Object",
] as const;

function typeText(type: string): string {
  return type === "" ? "System.Management.Automation.PSRemotingChildJob" : TYPE_NAMES[0];
}
