import type { LoadedDataset, RunInput } from '@tracewright/client';
import type { TracewrightClient } from '@tracewright/client/node';
import type { Page, TraceSummary } from '@tracewright/schema';
import type { Expectations } from '@tracewright/scoring';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import type { DataRow } from './data-row.ts';
import { storedExchange, storedExpectations } from './stored-trace.ts';

type Rows<Inputs, Output, Expected> =
  | Iterable<DataRow<Inputs, Output, Expected>>
  | AsyncIterable<DataRow<Inputs, Output, Expected>>;

/** Rows under a name of their own. */
export interface NamedRows<Inputs, Output, Expected> {
  readonly rows: Rows<Inputs, Output, Expected>;
  readonly name: string;
}

/** A dataset of the server. */
export interface DatasetRows {
  /** Its name, or its id. */
  readonly dataset: string;
  /** Default: what it holds now, which becomes a version. */
  readonly version?: number;
}

/** What has run already: nothing is run for it again. */
export interface TraceRows {
  /** A filter of traces; '' for all of them. */
  readonly traces: string;
  /** Default: all. */
  readonly experimentId?: string;
  /** How many of the newest at most. Default 1,000. */
  readonly limit?: number;
}

/** What an evaluation is made on. */
export type EvaluationData<Inputs = unknown, Output = unknown, Expected = Expectations> =
  | Rows<Inputs, Output, Expected>
  | NamedRows<Inputs, Output, Expected>
  | DatasetRows
  | TraceRows;

/** Data that are ready to be drawn. */
export interface OpenedData {
  readonly rows: AsyncIterable<DataRow>;
  /** How many there are, as far as one knows. */
  readonly total: number | undefined;
  /** What the run says of it; undefined: it is known once all rows are drawn. */
  readonly input: RunInput | LoadedDataset | undefined;
  /** Undefined for rows without a name. */
  readonly name: string | undefined;
}

const TRACES_AT_ONCE = 50;

/** @throws EvaluationError `INVALID_OPTIONS` for data of a server where there is none; TracewrightError for a dataset that is not there */
export async function openData(
  data: EvaluationData<never, never, never>,
  client: TracewrightClient | undefined,
): Promise<OpenedData> {
  if ('dataset' in data) return openDataset(data, serverOf(client));
  if ('traces' in data)
    return { rows: traceRows(data, serverOf(client)), total: undefined, input: undefined, name: data.traces };
  if ('rows' in data) return { ...openRows(data.rows), name: data.name };
  return openRows(data);
}

function serverOf(client: TracewrightClient | undefined): TracewrightClient {
  if (client !== undefined) return client;
  throw new EvaluationError('INVALID_OPTIONS', 'datasets and stored traces are read from a server: give a client');
}

function openRows(rows: Rows<never, never, never>): OpenedData {
  const total = Array.isArray(rows) ? rows.length : undefined;
  return { rows: drawn(rows), total, input: undefined, name: undefined };
}

async function* drawn(rows: Rows<never, never, never>): AsyncGenerator<DataRow, void, undefined> {
  yield* rows as AsyncIterable<DataRow>;
}

async function openDataset({ dataset, version }: DatasetRows, { datasets }: TracewrightClient): Promise<OpenedData> {
  const loaded = await datasets.load({ dataset, ...(version === undefined ? {} : { version }) });
  return { rows: withoutIds(loaded.records()), total: loaded.recordCount, input: loaded, name: loaded.name };
}

/** Ids of records say where they are kept: the same inputs pair in any version, and with rows from elsewhere. */
async function* withoutIds(records: AsyncIterable<DataRow>): AsyncGenerator<DataRow, void, undefined> {
  for await (const { id: _, ...row } of records) yield row;
}

async function* traceRows(
  { traces, experimentId, limit = 1_000 }: TraceRows,
  client: TracewrightClient,
): AsyncGenerator<DataRow, void, undefined> {
  let cursor: string | undefined;
  for (let left = limit; left > 0; ) {
    const query = { filter: traces || undefined, experimentId, limit: Math.min(TRACES_AT_ONCE, left), cursor };
    const page = await client.connection.ask<Page<TraceSummary>>({ method: 'GET', path: '/api/v1/traces', query });
    yield* await Promise.all(page.items.map((trace) => traceRow(trace, client)));
    left -= page.items.length;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

async function traceRow({ traceId, tags }: TraceSummary, client: TracewrightClient): Promise<DataRow> {
  const [exchange, expectations] = await Promise.all([
    storedExchange(client, traceId),
    storedExpectations(client, traceId),
  ]);
  return { ...exchange, expectations, tags, traceId };
}
