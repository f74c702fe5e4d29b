import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import type { JsonObject, JsonValue, RecordContent } from '../../storage/tracking/datasets/dataset-store.ts';
import { parseUntrustedJson } from '../../untrusted-json.ts';

const json = v.unknown() as v.GenericSchema<unknown, JsonValue>;
const jsonObject = v.record(v.string(), json) as v.GenericSchema<unknown, JsonObject>;

const Records = v.array(
  v.object({
    inputs: v.nullish(jsonObject, {}),
    outputs: v.exactOptional(json),
    expectations: v.nullish(jsonObject),
    tags: v.nullish(jsonObject),
    source: v.nullish(jsonObject),
  }),
);

/** Records of a dataset, which come as JSON within JSON. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function parseRecords(text: string): readonly RecordContent[] {
  const parsed = v.safeParse(Records, parseUntrustedJson(text, notList), { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new ApiError('INVALID_PARAMETER_VALUE', `records.${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  return parsed.output.map(({ inputs, expectations, tags, source, ...rest }) => ({
    inputs,
    ...rest,
    ...(expectations == null ? {} : { expectations }),
    ...(tags == null ? {} : { tags }),
    ...(source == null ? {} : { source }),
  }));
}

function notList(options: ErrorOptions): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', "'records' must be a list, written as JSON", options);
}
