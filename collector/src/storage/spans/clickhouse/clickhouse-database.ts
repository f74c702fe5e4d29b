import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type ClickHouseClient, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { askerSignal, requireAsker } from '../../../asker.ts';
import { clickHouseFailure, isBroken } from './clickhouse-failure.ts';
import type { ClickHouseLocation } from './clickhouse-location.ts';
import { MAX_INDEXED } from './id-set.ts';
import { RowReader } from './row-binary/row-reader.ts';

/** What a statement names in braces with its type, such as `{workspace:String}`. */
export type Params = Readonly<
  Record<string, string | number | bigint | boolean | readonly string[] | readonly number[]>
>;

export interface InsertOptions {
  readonly table: string;
  readonly columns: readonly string[];
  /** Of the rows; RowBinary if it is not said. */
  readonly format?: 'RowBinary' | 'Native';
  /** In pieces or as one. They are the caller's again as soon as the promise is settled. */
  readonly rows: Uint8Array | readonly Uint8Array[];
  /** The same for the same rows, however often they are sent: they are stored once. */
  readonly token: string;
}

/** Without an answer from the server; a merge or a deletion may hold one back for some time. */
const PATIENCE_MS = 60_000;
const MAX_CONNECTIONS = 20;
/** A commit of single spans names each of their traces. */
const MAX_STATEMENT_BYTES = '67108864';
/** How often a request is sent whose fate is not known, and how long is waited first; then four times as long, each time. */
const SENDS = 4;
const PAUSE_MS = 50;

/** Of rows with one key one is taken when they are read or merged: the engine need not look for such within an insert. */
const INSERT: ClickHouseSettings = { async_insert: 0, wait_end_of_query: 1, optimize_on_insert: 0 };

/**
 * What has been acknowledged is on the shard it belongs to, on most of its replicas, and is seen by whoever asks next. All
 * of a trace lies on one shard: which traces a question means, each shard finds out for itself. What is not kept by trace
 * is asked for by `GLOBAL IN`.
 */
const ON_CLUSTER: ClickHouseSettings = {
  distributed_product_mode: 'local',
  distributed_foreground_insert: '1',
  insert_quorum: 'auto',
  insert_quorum_parallel: 0,
  select_sequential_consistency: '1',
};

/** Who waits for what is being asked. */
const asker = new AsyncLocalStorage<AbortSignal | undefined>();

/** Answers a question: its statements are cancelled, on the server too, once nobody waits for it any more. */
export function forAsker<T>(question: () => Promise<T>): Promise<T> {
  return asker.run(askerSignal(), question);
}

/** Does within a question what others will have the use of, whoever began it. */
export function forEverybody<T>(work: () => Promise<T>): Promise<T> {
  return asker.run(undefined, work);
}

/** A database in ClickHouse: statements, questions and inserts. Failures are ApiErrors where whoever asked can act. */
export class ClickHouseDatabase {
  readonly location: ClickHouseLocation;
  readonly #client: ClickHouseClient;

  constructor(location: ClickHouseLocation) {
    const { url, username, password, database, cluster } = location;
    this.location = location;
    this.#client = createClient({
      url,
      username,
      password,
      database,
      request_timeout: PATIENCE_MS,
      max_open_connections: MAX_CONNECTIONS,
      application: 'tracewright',
      use_multipart_params_auto: true,
      log: { LoggerClass: Silent },
      clickhouse_settings: {
        output_format_json_quote_64bit_integers: 1,
        max_query_size: MAX_STATEMENT_BYTES,
        use_index_for_in_with_subqueries_max_values: String(MAX_INDEXED),
        cancel_http_readonly_queries_on_client_close: 1,
        ...(cluster !== undefined && ON_CLUSTER),
      },
    });
  }

  /** The rows of a question as objects: 64-bit integers as decimal texts. */
  async rows<Row>(sql: string, params: Params = {}): Promise<Row[]> {
    return this.#attempt(async (signal) => {
      const query = { query: sql, query_params: params, ...signal, format: 'JSONEachRow' } as const;
      const answer = await this.#client.query(query);
      return answer.json<Row>();
    });
  }

  /** The rows of a question as {@link RowReader} reads them. */
  async read(sql: string, params: Params = {}): Promise<RowReader> {
    return this.#attempt(async (signal) => {
      const query = { query: `${sql} FORMAT RowBinary`, query_params: params, ...signal };
      const { stream } = await this.#client.exec(query);
      return new RowReader(await buffer(stream));
    });
  }

  /** Runs a statement that answers nothing. */
  async command(sql: string, params: Params = {}): Promise<void> {
    await this.#attempt(() => this.#client.command({ query: sql, query_params: params }));
  }

  /** Resolves once the server has confirmed them; sent anew where a connection breaks, and stored once all the same. */
  async insert({ table, columns, format = 'RowBinary', rows, token }: InsertOptions): Promise<void> {
    const query = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT ${format}`;
    const pieces = rows instanceof Uint8Array ? [rows] : rows;
    const send = async (): Promise<void> => {
      const { stream } = await this.#client.exec({
        query,
        values: Readable.from(pieces),
        clickhouse_settings: { ...INSERT, insert_deduplication_token: token },
      });
      stream.resume();
    };
    await this.#attempt(send);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** Nothing that is asked of it does more when it is done twice: statements, as inserts by their tokens. */
  async #attempt<T>(work: (signal: { readonly abort_signal?: AbortSignal }) => Promise<T>): Promise<T> {
    const signal = asker.getStore();
    for (let sends = 1; ; sends++) {
      if (signal !== undefined) requireAsker(signal);
      try {
        return await work(signal === undefined ? {} : { abort_signal: signal });
      } catch (error) {
        if (signal !== undefined) requireAsker(signal);
        if (sends === SENDS || !isBroken(error)) throw clickHouseFailure(error);
        await wait(PAUSE_MS * 4 ** (sends - 1));
      }
    }
  }
}

/** Failures are thrown, and told by whoever catches them. */
class Silent {
  trace(): void {}
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}
