import { isTracewrightError, parseCsv } from '@tracewright/client';
import type { FormName } from './conversation-form.ts';
import { ServingError } from './serving-error.ts';

export type Values = Readonly<Record<string, unknown>>;

export type ChatMessage = { readonly role: string; readonly content: string };

/** What a call of `/invocations` asks for. */
export type Invocation =
  /** An answer for each row. */
  | { readonly kind: 'rows'; readonly rows: readonly Values[]; readonly params: Values }
  /** The next message of a conversation; `values` are those that were given beside it. */
  | {
      readonly kind: 'chat';
      readonly form: FormName;
      readonly messages: readonly ChatMessage[];
      readonly isStream: boolean;
      readonly values: Values;
      readonly params: Values;
    };

const FORMATS = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;
type Format = (typeof FORMATS)[number];

const WANTED = `The input must be a JSON dictionary with exactly one of the input fields {${FORMATS.map((format) => `'${format}'`).join(', ')}}`;

/**
 * Reads the body of a call as MLflow's scoring server does, beside tables also the conversations of OpenAI's interface.
 *
 * @param inputs names of the values that a call has: with a single one, rows may be bare values
 * @throws ServingError `BAD_REQUEST` in MLflow's words
 */
export function readInvocation(body: string, inputs: readonly string[]): Invocation {
  const given = parseObject(body);
  const { messages, input, ...rest } = given;
  if (Array.isArray(messages)) return readChat('chat', messages, given);
  if (Array.isArray(input)) return readChat('responses', input, { ...rest, messages });
  if (typeof input === 'string') return readChat('responses', [{ role: 'user', content: input }], rest);
  const formats = FORMATS.filter((format) => format in given);
  const [format] = formats;
  if (format === undefined || formats.length > 1) {
    const fields = Object.keys(given).map((key) => `'${key}'`);
    throw refused(`${WANTED}. Received dictionary with input fields: [${fields.join(', ')}]`);
  }
  const { params = {} } = given;
  if (!isObject(params)) throw refused('params must be a JSON dictionary');
  return { kind: 'rows', rows: rowsOf(format, given[format], inputs), params };
}

/** The rows of a table that comes as comma-separated values, each a text. @throws ServingError `BAD_REQUEST` */
export function readCsvInvocation(body: string): Invocation {
  try {
    return { kind: 'rows', rows: parseCsv(body), params: {} };
  } catch (cause) {
    if (!isTracewrightError(cause)) throw cause;
    throw refused(cause.message, { cause });
  }
}

function parseObject(body: string): Values {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw refused(`Ensure that input is a valid JSON formatted string. Error: '${String(cause)}'`, { cause });
  }
  if (isObject(value)) return value;
  const kind = Array.isArray(value) ? 'a list' : `unexpected input type '${typeof value}'`;
  throw refused(`${WANTED}. Received ${kind}.`);
}

function readChat(form: FormName, list: readonly unknown[], given: Values): Invocation {
  const field = form === 'chat' ? 'messages' : 'input';
  const messages = list.map((message, at) => {
    const content = isObject(message) ? contentText(message.content) : undefined;
    if (isObject(message) && typeof message.role === 'string' && content !== undefined) {
      return { role: message.role, content };
    }
    throw refused(`${field}[${at}] must have a role and a content, both texts`);
  });
  const { messages: _, stream, custom_inputs: values = {}, ...params } = given;
  if (!isObject(values)) throw refused('custom_inputs must be a JSON dictionary');
  return { kind: 'chat', form, messages, isStream: stream === true, values, params };
}

/** A text, or the texts of its parts, one below the other; undefined where any part is something else. */
function contentText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((part: unknown) =>
    isObject(part) && typeof part.text === 'string' ? part.text : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('\n');
}

function rowsOf(format: Format, given: unknown, inputs: readonly string[]): readonly Values[] {
  if (format === 'dataframe_split') return splitRows(given);
  if (format === 'dataframe_records') {
    if (Array.isArray(given) && given.every(isObject)) return given;
    throw refused('dataframe_records must be a list of JSON dictionaries');
  }
  if (Array.isArray(given)) return given.map((row) => (isObject(row) ? row : bareRow(row, inputs)));
  if (isObject(given)) return columns(given);
  return [bareRow(given, inputs)];
}

function splitRows(given: unknown): readonly Values[] {
  const { columns: names, data } = isObject(given) ? given : {};
  const isTable = Array.isArray(names) && Array.isArray(data) && data.every((row) => Array.isArray(row));
  if (!isTable) throw refused("dataframe_split must have 'columns', a list of names, and 'data', a list of rows");
  return (data as readonly (readonly unknown[])[]).map((row, at) => {
    if (row.length === names.length) return Object.fromEntries(names.map((name, index) => [String(name), row[index]]));
    throw refused(`dataframe_split: row ${at} has ${row.length} values for ${names.length} columns`);
  });
}

/** Lists of equal length are columns, anything else is one row. */
function columns(given: Values): readonly Values[] {
  const lists = Object.entries(given);
  const [first] = Object.values(given);
  const isTable = lists.every(
    ([, list]) => Array.isArray(list) && list.length === (first as readonly unknown[]).length,
  );
  if (!isTable || !Array.isArray(first)) return [given];
  return first.map((_, row) =>
    Object.fromEntries(lists.map(([name, list]) => [name, (list as readonly unknown[])[row]])),
  );
}

function bareRow(value: unknown, inputs: readonly string[]): Values {
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) return { [only]: value };
  throw refused(`a row is a JSON dictionary with values for ${inputs.join(', ') || 'nothing'}`);
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(message: string, options?: ErrorOptions): ServingError {
  return new ServingError('BAD_REQUEST', message, options);
}
