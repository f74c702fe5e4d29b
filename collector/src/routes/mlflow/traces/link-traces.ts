import { ApiError } from '../../../errors.ts';
import type { MlflowContext } from '../endpoint.ts';
import { type LinkedPrompt, readPrompts } from './linked-prompts.ts';
import { requireMlflowTrace } from './read-traces.ts';
import { parseMlflowTraceId, readTraceId } from './trace-id.ts';
import { TRACE_KEY } from './trace-info-json.ts';

const MAX_LINKS = 100;

/**
 * Makes traces belong to a run, too. Those that are not there are passed over.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`, `RESOURCE_DOES_NOT_EXIST` if there is no such run.
 */
export async function linkTracesToRun(
  { trace_ids: ids, run_id: runId }: { readonly trace_ids: readonly string[]; readonly run_id: string },
  { stores, principal }: MlflowContext,
): Promise<object> {
  if (ids.length > MAX_LINKS) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `Cannot link more than ${MAX_LINKS} traces to a run in a single request. Provided ${ids.length} traces.`,
    );
  }
  await stores.runs.getInfo(principal.workspaceId, runId);
  await stores.traceInfos.linkRun(
    principal.workspaceId,
    runId,
    ids.flatMap((id) => readTraceId(id) ?? []),
  );
  return {};
}

/** Adds to the prompts that a trace is known to have used. @throws ApiError `RESOURCE_DOES_NOT_EXIST` */
export async function linkPrompts(
  request: { readonly trace_id: string; readonly prompt_versions: readonly LinkedPrompt[] },
  context: MlflowContext,
): Promise<object> {
  const { stores, principal } = context;
  const traceId = parseMlflowTraceId(request.trace_id);
  await requireMlflowTrace(traceId, context);
  await stores.notes.changeTraceTag(principal.workspaceId, traceId, TRACE_KEY.linkedPrompts, (known) => {
    const prompts = [...readPrompts(known), ...request.prompt_versions];
    const distinct = new Map(prompts.map(({ name, version }) => [JSON.stringify([name, version]), { name, version }]));
    return JSON.stringify([...distinct.values()]);
  });
  return {};
}
