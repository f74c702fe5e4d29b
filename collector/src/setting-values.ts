import * as v from 'valibot';

/** A setting that is a whole number, as text. */
export function wholeNumber(min: number, max: number): v.GenericSchema<string, number> {
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );
}

/** A setting of several values with commas between them. */
export function list<const Item extends v.GenericSchema<string, string>>(
  item: Item,
): v.GenericSchema<string, string[]> {
  return v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    v.array(item),
  );
}

const ON = ['1', 'true', 'yes', 'on'];
const OFF = ['0', 'false', 'no', 'off'];

/** A setting that is on or off. */
export const flag: v.GenericSchema<string, boolean> = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.picklist([...ON, ...OFF], 'must be true or false'),
  v.transform((text) => ON.includes(text)),
);

/** An address that somebody has put a password into, be it the wrong place for one. */
const WITH_PASSWORD = /:\/\/[^/\s]*@/;

/**
 * Reads variables of the environment.
 *
 * @param given those that are not empty
 * @param secrets names of those whose values are not repeated in messages
 * @throws RangeError naming the first that is wrong
 */
export function parseSettings<const Schema extends v.GenericSchema>(
  schema: Schema,
  given: Readonly<Record<string, string>>,
  secrets: readonly string[],
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = String(issue.path?.[0]?.key);
  const value = given[name] ?? '';
  const shown = secrets.includes(name) || WITH_PASSWORD.test(value) ? '' : `, not ${JSON.stringify(value)}`;
  throw new RangeError(`${name} ${issue.message}${shown}`);
}
