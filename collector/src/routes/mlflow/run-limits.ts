import { ApiError } from '../../errors.ts';
import { cutText } from './cut-text.ts';
import { checkKey } from './key-rules.ts';

const MAX_PARAM_VALUE = 6_000;
const MAX_TAG_VALUE = 8_000;
/** MLflow's own clients keep the history of models there. */
const UNCUT_TAG = 'mlflow.log-model.history';

const MAX_METRICS = 1_000;
const MAX_PARAMS = 100;
const MAX_TAGS = 100;
const MAX_TOTAL = 1_000;

/** A parameter as it is kept: what is too long is cut, as MLflow does unless it is told otherwise. */
export function checkParam(key: string, value: string): [string, string] {
  checkKey('param', key);
  return [key, cutText(value, MAX_PARAM_VALUE)];
}

/** A tag as it is kept. */
export function checkRunTag(key: string, value: string): [string, string] {
  checkKey('tag', key);
  return [key, key === UNCUT_TAG ? value : cutText(value, MAX_TAG_VALUE)];
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` where one request brings more than MLflow takes. */
export function checkBatchSize(count: {
  readonly metrics: number;
  readonly params: number;
  readonly tags: number;
}): void {
  for (const [what, given, most] of [
    ['metrics', count.metrics, MAX_METRICS],
    ['params', count.params, MAX_PARAMS],
    ['tags', count.tags, MAX_TAGS],
  ] as const) {
    if (given <= most) continue;
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `A batch logging request can contain at most ${most} ${what}. Got ${given} ${what}. Please split up ${what} ` +
        'across multiple requests and try again.',
    );
  }
  const total = count.metrics + count.params + count.tags;
  if (total > MAX_TOTAL) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `A batch logging request can contain at most ${MAX_TOTAL} metrics, params, and tags. Got ${total} items. Please ` +
        'split up the request and try again.',
    );
  }
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` where a parameter is named twice. */
export function checkParamsOnce(params: readonly { readonly key: string }[]): void {
  const keys = params.map(({ key }) => key);
  const twice = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  if (twice.length === 0) return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Duplicate parameter keys have been submitted: [${twice.map((key) => `'${key}'`).join(', ')}]. Please ensure the ` +
      'request contains only one param value per param key.',
  );
}
