import * as v from 'valibot';
import { ApiError } from '../../../errors.ts';
import { cutText } from '../cut-text.ts';
import { type Endpoint, endpoint, type MlflowContext } from '../endpoint.ts';
import { checkKey } from '../key-rules.ts';
import { requiredText, text } from '../request-fields.ts';
import { requireMlflowTrace } from './read-traces.ts';
import { parseMlflowTraceId } from './trace-id.ts';
import { TRACE_KEY } from './trace-info-json.ts';

const MAX_VALUE = 8_000;
/** What the server says itself about where a trace is kept. */
const IMMUTABLE: ReadonlySet<string> = new Set([
  TRACE_KEY.spansLocation,
  'mlflow.trace.archiveLocation',
  'mlflow.trace.archivalFailure',
]);

const tag = { key: requiredText, value: v.nullish(text, '') };
const key = { key: requiredText };

/** `2.0/mlflow/traces/:request_id/tags`, which clients of today still use. */
export const TAG_ENDPOINTS_V2: readonly Endpoint[] = [
  endpoint(
    'PATCH',
    '2.0/mlflow/traces/:request_id/tags',
    v.object({ request_id: requiredText, ...tag }),
    (request, context) => setTag(request.request_id, request, context),
  ),
  endpoint(
    'DELETE',
    '2.0/mlflow/traces/:request_id/tags',
    v.object({ request_id: requiredText, ...key }),
    (request, context) => deleteTag(request.request_id, request.key, context),
  ),
];

/** The same under `3.0`. */
export const TAG_ENDPOINTS_V3: readonly Endpoint[] = [
  endpoint(
    'PATCH',
    '3.0/mlflow/traces/:trace_id/tags',
    v.object({ trace_id: requiredText, ...tag }),
    (request, context) => setTag(request.trace_id, request, context),
  ),
  endpoint(
    'DELETE',
    '3.0/mlflow/traces/:trace_id/tags',
    v.object({ trace_id: requiredText, ...key }),
    (request, context) => deleteTag(request.trace_id, request.key, context),
  ),
];

async function setTag(
  id: string,
  { key, value }: { readonly key: string; readonly value: string },
  context: MlflowContext,
): Promise<object> {
  const traceId = parseMlflowTraceId(id);
  checkMutable(key, 'set');
  checkKey('tag', key);
  await requireMlflowTrace(traceId, context);
  await context.stores.notes.setTraceTag(context.principal.workspaceId, traceId, key, cutText(value, MAX_VALUE));
  return {};
}

async function deleteTag(id: string, key: string, context: MlflowContext): Promise<object> {
  const traceId = parseMlflowTraceId(id);
  checkMutable(key, 'deleted');
  await requireMlflowTrace(traceId, context);
  if (await context.stores.notes.deleteTraceTag(context.principal.workspaceId, traceId, key)) return {};
  throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No trace tag with key '${key}' for trace with ID '${id}'`);
}

function checkMutable(key: string, operation: 'set' | 'deleted'): void {
  if (!IMMUTABLE.has(key)) return;
  throw new ApiError('INVALID_PARAMETER_VALUE', `Tag '${key}' is immutable and cannot be ${operation} on a trace.`);
}
