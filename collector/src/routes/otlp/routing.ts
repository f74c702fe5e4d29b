import { ROUTING_HEADER } from '@tracewright/schema';
import { ApiError } from '../../errors.ts';
import type { ResolveExperiment } from '../../ingest/ingest.ts';

export interface RoutingDeps {
  readonly resolveExperiment: ResolveExperiment;
  /** Tells whether an experiment of this id exists; without it any id is taken. */
  readonly hasExperiment?: (experimentId: string, workspaceId: string) => Promise<boolean>;
}

/** Where a request's spans belong by its headers; '' where they say nothing. */
export interface Routing {
  readonly experimentId: string;
  readonly runId: string;
}

/**
 * Reads the headers that route a request. An id goes before a name, as it is the more exact.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for an id that cannot be one, `RESOURCE_DOES_NOT_EXIST` for an unknown one.
 */
export async function readRouting(headers: Headers, workspaceId: string, deps: RoutingDeps): Promise<Routing> {
  const runId = headers.get(ROUTING_HEADER.mlflowRunId)?.trim() ?? '';
  const id = headers.get(ROUTING_HEADER.mlflowExperimentId)?.trim() ?? '';
  if (id !== '') return { experimentId: await known(id, workspaceId, deps), runId };
  const name = headers.get(ROUTING_HEADER.experiment)?.trim() ?? '';
  return { experimentId: name === '' ? '' : await deps.resolveExperiment(name, workspaceId), runId };
}

async function known(id: string, workspaceId: string, { hasExperiment }: RoutingDeps): Promise<string> {
  if (!/^\d{1,19}$/.test(id)) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `${ROUTING_HEADER.mlflowExperimentId} is not an experiment id: ${id}`,
    );
  }
  if (hasExperiment !== undefined && !(await hasExperiment(id, workspaceId))) {
    throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no experiment ${id}`);
  }
  return id;
}
