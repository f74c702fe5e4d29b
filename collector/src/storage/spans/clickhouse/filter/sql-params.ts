import type { Params } from '../clickhouse-database.ts';
import { MERGED_ROWS, type StandingRows } from '../questions/standing-rows.ts';

type ParamType = 'String' | 'Int64' | 'UInt64' | 'Array(String)' | 'Array(Int64)';

/** Values that a statement names: no text that somebody has sent becomes a part of the statement itself. */
export class SqlParams {
  readonly #values: Record<string, Params[string]> = {};
  #count = 0;

  /** How questions within the statement read rows. */
  readonly rows: StandingRows;

  constructor(workspaceId: string, rows: StandingRows = MERGED_ROWS) {
    this.#values.workspace = workspaceId;
    this.rows = rows;
  }

  /** What all statements ask for first. */
  readonly workspace = 'workspace = {workspace:String}';

  /** Binds a value. @returns what stands for it in the statement */
  #add(type: ParamType, value: Params[string]): string {
    const name = `p${this.#count++}`;
    this.#values[name] = value;
    return `{${name}:${type}}`;
  }

  text(value: string): string {
    return this.#add('String', value);
  }

  texts(values: readonly string[]): string {
    return this.#add('Array(String)', values);
  }

  /** Each below 2^53. */
  numbers(values: readonly number[]): string {
    return this.#add('Array(Int64)', values);
  }

  int64(value: number | bigint): string {
    return this.#add('Int64', value.toString());
  }

  uint64(value: bigint): string {
    return this.#add('UInt64', value.toString());
  }

  /**
   * Ids as a set that the index of a table is asked for; those that are none are left out. They are digits, and too many
   * to be bound: a parameter goes into the address of a request.
   */
  ids(values: Iterable<string>, bytes: 8 | 16): string {
    const digits = bytes * 2;
    const ids = [...values].filter((id) => id.length === digits && /^[0-9a-f]*$/.test(id));
    const id = `toFixedString(unhex(substring('${ids.join('')}', number * ${digits} + 1, ${digits})), ${bytes})`;
    return `(SELECT ${id} FROM numbers(${ids.length}))`;
  }

  get values(): Params {
    return this.#values;
  }
}
