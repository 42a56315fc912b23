// An endpoint: a runspace pool that answers PSRP, whatever runs its pipelines.

export type {
  PipelineEvents,
  PipelineRequest,
  RunnerEnd,
  RunningPipeline,
  Runspace,
  RunspaceEvents,
  RunspaceFactory,
  RunspaceOptions,
} from "./runner.js";
export { Endpoint, type EndpointKeeper, type EndpointOptions } from "./endpoint.js";
