import * as v from 'valibot';

/*
 * Fields of requests as protobuf's JSON has them: null is the same as nothing, 64-bit integers come as numbers or as
 * texts, and in a query everything is a text, a list of one thing that thing alone.
 */

type Refined<Input, Output> = v.SchemaWithPipe<
  readonly [v.CustomSchema<Input, undefined>, v.TransformAction<Input, Output>]
>;

/** A text that has to be given; an empty one counts as missing. */
export const requiredText: v.CustomSchema<string, undefined> = v.custom<string>(
  (value) => typeof value === 'string' && value !== '',
);

export const text: v.StringSchema<undefined> = v.string();

/** An integer of 64 bits; one that no double is equal to loses its last digits. */
export const int64: Refined<number | string, number> = v.pipe(
  v.custom<number | string>(
    (value) =>
      (typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && INTEGER.test(value)) &&
      Math.abs(Number(value)) <= 2 ** 63,
  ),
  v.transform((value) => Math.min(Math.max(Number(value), -MOST), MOST)),
);

/** Numbers, NaN and the infinities as protobuf writes them among them. */
export const double: Refined<number | string, number> = v.pipe(
  v.custom<number | string>((value) => typeof value === 'number' || (typeof value === 'string' && DOUBLE.test(value))),
  v.transform(Number),
);

/** Python writes booleans of a query with a capital. */
export const bool: Refined<boolean | string, boolean> = v.pipe(
  v.custom<boolean | string>((value) => typeof value === 'boolean' || (typeof value === 'string' && BOOL.test(value))),
  v.transform((value) => String(value).toLowerCase() === 'true'),
);

const BOOL = /^(?:true|false)$/i;
const INTEGER = /^-?\d{1,19}$/;
/** The largest double below 2^63: what is larger, clients could not read. */
const MOST = 2 ** 63 - 1_024;
const DOUBLE = /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|-?Infinity|NaN)$/i;

/** What may be left out. */
export function optional<const Schema extends v.GenericSchema>(
  schema: Schema,
): v.NullishSchema<Schema, () => undefined> {
  return v.nullish(schema, () => undefined);
}

/** A list, empty where it is left out. */
export function repeated<const Schema extends v.GenericSchema>(
  item: Schema,
): v.GenericSchema<unknown, v.InferOutput<Schema>[]> {
  return v.pipe(
    v.nullish(v.unknown(), () => []),
    v.transform(listOf),
    v.array(item),
  );
}

/** A list that has to have something in it. */
export function requiredList<const Schema extends v.GenericSchema>(
  item: Schema,
): v.GenericSchema<unknown, v.InferOutput<Schema>[]> {
  return v.pipe(
    v.custom<unknown>(
      (value) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
    v.transform(listOf),
    v.array(item),
  );
}

/** An object is no list of one thing, and stays to be refused. */
function listOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? value : [value];
}

/** A tag or parameter, as every part of the interface writes them. */
export const keyValue: v.ObjectSchema<
  { readonly key: typeof requiredText; readonly value: v.NullishSchema<v.StringSchema<undefined>, ''> },
  undefined
> = v.object({ key: requiredText, value: v.nullish(v.string(), '') });

// An alias, since an interface has no index signature.
type SearchEntries = {
  readonly filter: v.NullishSchema<typeof text, ''>;
  readonly max_results: v.NullishSchema<typeof int64, () => undefined>;
  readonly order_by: v.GenericSchema<unknown, string[]>;
  readonly page_token: v.NullishSchema<typeof text, () => undefined>;
};

/** Fields that all searches have. */
export const SEARCH_ENTRIES: SearchEntries = {
  filter: v.nullish(text, ''),
  max_results: optional(int64),
  order_by: repeated(text),
  page_token: optional(text),
};

/** Which things a search looks at, by their state. */
export const viewType: v.NullishSchema<
  v.PicklistSchema<readonly ['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'], undefined>,
  'ACTIVE_ONLY'
> = v.nullish(v.picklist(['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL']), 'ACTIVE_ONLY');
