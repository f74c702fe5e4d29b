import { nanos } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';

/** A text of reasonable length. */
export const shortText: v.GenericSchema<string> = v.pipe(v.string(), v.maxLength(1_024, 'is too long'));

/** Nanoseconds since the Unix epoch. */
export const timeParameter: v.GenericSchema<string, bigint> = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return nanos(dataset.value);
    } catch {
      addIssue({ message: 'is a decimal number of nanoseconds since the Unix epoch' });
      return NEVER;
    }
  }),
);

/** How many items are wanted: a whole number from 1 to `most`. */
export function limitParameter(byDefault: number, most: number): v.GenericSchema<string | undefined, number> {
  const rule = `is a whole number from 1 to ${most}`;
  return v.optional(
    v.pipe(v.string(), v.regex(/^\d+$/, rule), v.transform(Number), v.minValue(1, rule), v.maxValue(most, rule)),
    String(byDefault),
  );
}

/** One of a few words. */
export function choiceParameter<const T extends readonly string[]>(...words: T): v.GenericSchema<string, T[number]> {
  return v.picklist(words, `is one of ${words.join(', ')}`) as v.GenericSchema<string, T[number]>;
}

/**
 * Reads a query string; names that it does not know are ignored.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` naming the parameter.
 */
export function parseQuery<const Schema extends v.GenericSchema>(
  schema: Schema,
  query: Readonly<Record<string, string>>,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, query);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ApiError('INVALID_PARAMETER_VALUE', `${String(issue.path?.[0]?.key)} ${issue.message}`);
}
