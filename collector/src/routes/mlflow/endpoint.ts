import * as v from 'valibot';
import type { Principal } from '../../authorize.ts';
import { ApiError } from '../../errors.ts';
import type { MlflowDeps } from './mlflow-deps.ts';
import type { PreviewCache } from './traces/preview-cache.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** On whose behalf and from what a request is answered. */
export interface MlflowContext extends MlflowDeps {
  /** Of all requests. */
  readonly previews: PreviewCache;
  readonly principal: Principal;
}

/** What a request asks for, whether it stood in the query, in the path or in a body of JSON. */
export type RequestFields = Readonly<Record<string, unknown>>;

/** One row of MLflow's REST interface. */
export interface Endpoint {
  readonly method: Method;
  /** From the version on, such as `2.0/mlflow/runs/create`; `:name` is a field of the request that stands in the path. */
  readonly path: string;
  /** @throws ApiError with MLflow's code and text. */
  readonly answer: (fields: RequestFields, context: MlflowContext) => Promise<object>;
}

/**
 * An endpoint that reads its request by a schema, whose fields `request-fields.ts` has, and answers with plain JSON.
 * `undefined` fields of the answer are left out, as MLflow leaves out what is not set.
 */
export function endpoint<const Schema extends v.GenericSchema>(
  method: Method,
  path: string,
  schema: Schema,
  handle: (request: v.InferOutput<Schema>, context: MlflowContext) => Promise<object>,
): Endpoint {
  return { method, path, answer: async (fields, context) => handle(parseRequest(schema, fields), context) };
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` that names the first field that is missing or wrong, in MLflow's words. */
export function parseRequest<const Schema extends v.GenericSchema>(
  schema: Schema,
  fields: RequestFields,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, fields, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new ApiError('INVALID_PARAMETER_VALUE', `${complaint(parsed.issues[0])} ${SEE_DOCS}`);
}

const SEE_DOCS = 'See the API docs for more information about request parameters.';

function complaint(issue: v.BaseIssue<unknown>): string {
  // Checks of ours bring their own sentence.
  if (issue.kind !== 'schema') return issue.message;
  const name = pathOf(issue);
  // Protobuf does not tell an empty text from none.
  if (issue.input === undefined || issue.input === null || issue.input === '') {
    return `Missing value for required parameter '${name}'.`;
  }
  const hint = `Hint: Value was of type '${pythonType(issue.input)}'.`;
  return `Invalid value ${JSON.stringify(issue.input)} for parameter '${name}' supplied:  ${hint}`;
}

/** Such as `metrics[0].key`. */
function pathOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .map(({ key }, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function pythonType(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return Array.isArray(value) ? 'list' : 'dict';
  }
}
