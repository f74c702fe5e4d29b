import { ModelError } from './model-error.ts';

/** Says in every answer that no model wrote it. */
export const OWNER = 'tracewright-stand-in';

export const MODELS: readonly string[] = ['demo-small', 'demo-large', 'demo-embedding'];

/** Names that make a request fail, see {@link failOnDemand}. */
const FAILURE = /^demo-error-(\d{3})(-once)?$/;

/** Answers as usual, then cuts the connection in the middle of the stream. */
export const CUT_MODEL = 'demo-error-cut';

/** @throws ModelError 404 for a model that is not here. */
export function assertModel(model: string): void {
  if (MODELS.includes(model) || model === CUT_MODEL || FAILURE.test(model)) return;
  throw new ModelError(404, `The model '${model}' does not exist or you do not have access to it.`, {
    code: 'model_not_found',
    param: 'model',
  });
}

/**
 * Fails if the model's name asks for it: `demo-error-500` always, `demo-error-429-once` at the first of two equal
 * requests, so that a client that tries again gets its answer.
 *
 * @param failedBefore requests that have failed once; the server's own, grows to 1,000 at most.
 * @throws ModelError with the status that the name holds.
 */
export function failOnDemand(model: string, requestText: string, failedBefore: Set<string>): void {
  const [, statusText, once] = FAILURE.exec(model) ?? [];
  if (statusText === undefined) return;
  if (once !== undefined && failedBefore.delete(requestText)) return;
  if (failedBefore.size >= 1_000) failedBefore.clear();
  failedBefore.add(requestText);
  const status = Math.max(400, Math.min(599, Number(statusText)));
  throw status === 429
    ? new ModelError(status, `Rate limit reached for ${model}.`, { type: 'requests', code: 'rate_limit_exceeded' })
    : new ModelError(status, `${model} fails, as its name says.`, {
        type: status >= 500 ? 'server_error' : 'invalid_request_error',
      });
}
