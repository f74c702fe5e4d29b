import type { ClickHouseLocation } from '../clickhouse-location.ts';
import { BLOCK_COLUMNS } from '../payloads/payload-blocks.ts';
import { CELL_COLUMNS, CELL_ORDER } from '../questions/cells/cell-columns.ts';
import { SPAN_KEY, SPAN_ROW } from '../span-rows.ts';
import { columnList, TYPE } from '../stored-column.ts';
import { TEXT_COLUMNS } from '../text/text-rows.ts';
import { TRACE_ROW } from '../trace-rows.ts';
import { DELETED_COLUMNS } from '../write/deleted-traces.ts';
import { addColumns, createTable, setCodecs, setSetting } from './table-engine.ts';

/** A step from one form of the tables to the next. Each statement may be run twice. */
export interface Migration {
  /** Ascending; never given twice. */
  readonly number: number;
  readonly name: string;
  readonly statements: (location: ClickHouseLocation) => readonly string[];
}

const OF_TRACE = 'cityHash64(trace_id)';
/** By the day on which a row came: an insert then makes one part, whatever times the clocks of senders show. */
const DAY = 'toYYYYMMDD(received)';
/** By the day of its last change: each part then knows its first and last one, and who asks what is new reads few. */
const CHANGE_DAY = 'intDiv(change, 86400000000)';
const RECEIVED = 'received DateTime DEFAULT now() CODEC(Delta, ZSTD(1))';

/** Merges take the engine more than inserts do: some more parts, of which a part is merged with more others at a time. */
const FEWER_MERGES = { merge_selector_base: 10 };

/** Bytes that are packed together at least. A trace's row is some bytes of each column: four times as many were unpacked for it. */
const SMALLER_PIECES = { min_compress_block_size: 16_384 };
/** Columns of `spans` that came later. */
const OF_BLOCKS = SPAN_ROW.filter(({ name }) => name === 'block' || name === 'is_truncated');

/** Of `payloads`, which had a row for each span; what was stored then stays there. */
const PAYLOAD_COLUMNS = [
  ...SPAN_KEY,
  { name: 'version', type: TYPE.moment },
  { name: 'is_truncated', type: TYPE.flag },
  { name: 'payload', type: 'String CODEC(ZSTD(1))' },
  { name: 'resource', type: TYPE.word },
  { name: 'scope', type: TYPE.word },
];

/** All there are. What stands in one that has been released is not changed any more: a further one changes it. */
export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'spans, payloads and traces',
    statements: (location) => [
      ...createTable(
        {
          name: 'spans',
          columns: `${columnList(SPAN_ROW.filter((column) => !OF_BLOCKS.includes(column)))},\n  ${RECEIVED}`,
          engine: 'Replacing',
          arguments: ['version', 'is_gone'],
          orderBy: '(workspace, minute, trace_id, span_id)',
          partitionBy: DAY,
          // Single traces are looked for as well as all of a day.
          settings: { index_granularity: 1_024 },
          shardBy: OF_TRACE,
        },
        location,
      ),
      ...createTable(
        {
          name: 'payloads',
          columns: `${columnList(PAYLOAD_COLUMNS)},\n  ${RECEIVED}`,
          engine: 'Replacing',
          arguments: ['version'],
          orderBy: '(workspace, minute, trace_id, span_id)',
          partitionBy: DAY,
          // A trace is some dozens of rows: fewer to a granule are fewer to unpack beside them.
          settings: { index_granularity: 512 },
          shardBy: OF_TRACE,
        },
        location,
      ),
      ...createTable(
        {
          name: 'traces',
          columns: columnList(TRACE_ROW),
          engine: 'Replacing',
          arguments: ['version'],
          orderBy: '(workspace, trace_id)',
          partitionBy: CHANGE_DAY,
          settings: { index_granularity: 1_024 },
          shardBy: OF_TRACE,
        },
        location,
      ),
    ],
  },
  {
    number: 2,
    name: 'late events, counts and changes',
    statements: (location) => [
      ...createTable(
        {
          name: 'late_events',
          columns: [
            'workspace LowCardinality(String)',
            'trace_id FixedString(16)',
            'span_id FixedString(8)',
            'digest FixedString(16)',
            'earliness UInt64',
            'received_us UInt64',
            'event String CODEC(ZSTD(1))',
            'preview String CODEC(ZSTD(1))',
          ].join(',\n  '),
          engine: 'Replacing',
          arguments: ['earliness'],
          orderBy: '(workspace, trace_id, span_id, digest)',
          settings: { index_granularity: 1_024 },
          shardBy: OF_TRACE,
        },
        location,
      ),
      ...createTable(
        {
          name: 'arrival_counts',
          columns: 'workspace LowCardinality(String),\n  name LowCardinality(String),\n  count UInt64',
          engine: 'Summing',
          arguments: ['count'],
          orderBy: '(workspace, name)',
          shardBy: 'rand()',
        },
        location,
      ),
      ...createTable(
        {
          name: 'last_changes',
          columns: 'workspace LowCardinality(String),\n  change SimpleAggregateFunction(max, UInt64)',
          engine: 'Aggregating',
          orderBy: 'workspace',
          shardBy: 'rand()',
        },
        location,
      ),
      ...createTable(
        {
          name: 'text_blocks',
          columns: `${columnList(TEXT_COLUMNS)},\n  ${RECEIVED}`,
          engine: '',
          orderBy: 'workspace',
          partitionBy: DAY,
          settings: { index_granularity: 64 },
          shardBy: 'rand()',
        },
        location,
      ),
    ],
  },
  {
    number: 3,
    name: 'payloads in blocks',
    statements: (location) => [
      ...createTable(
        {
          name: 'payload_blocks',
          columns: `${columnList(BLOCK_COLUMNS)},\n  ${RECEIVED}`,
          engine: '',
          orderBy: '(workspace, block)',
          partitionBy: DAY,
          // A block is some tens of kilobytes: one to a granule, so that no other is read beside it. More parts than
          // usual do not make it slower to be found, and every merge copies all of it.
          settings: { index_granularity: 1, ...FEWER_MERGES },
          shardBy: 'cityHash64(block)',
        },
        location,
      ),
      ...addColumns('spans', OF_BLOCKS, location),
    ],
  },
  {
    number: 4,
    name: 'codecs that merge sooner',
    statements: (location) => [...setCodecs('spans', SPAN_ROW, location), ...setCodecs('traces', TRACE_ROW, location)],
  },
  {
    number: 5,
    name: 'traces that were taken out lately',
    statements: (location) =>
      createTable(
        {
          name: 'deleted_traces',
          columns: `${columnList(DELETED_COLUMNS)},\n  ${RECEIVED}`,
          engine: '',
          orderBy: '(workspace, trace_id)',
          partitionBy: DAY,
          shardBy: OF_TRACE,
        },
        location,
      ),
  },
  {
    number: 6,
    name: 'figures of parts',
    statements: (location) =>
      createTable(
        {
          name: 'span_cells',
          columns: columnList(CELL_COLUMNS),
          // Two collectors may both have added up a part.
          engine: 'Replacing',
          orderBy: `(${CELL_ORDER})`,
          partitionBy: 'part',
          settings: { index_granularity: 256 },
          shardBy: 'cityHash64(part)',
        },
        location,
      ),
  },
  {
    number: 20,
    name: 'spans that came once more, by trace',
    statements: (location) =>
      createTable(
        {
          name: 'trace_duplicates',
          columns: 'workspace LowCardinality(String),\n  trace_id FixedString(16),\n  count UInt64',
          engine: 'Summing',
          arguments: ['count'],
          orderBy: '(workspace, trace_id)',
          shardBy: OF_TRACE,
        },
        location,
      ),
  },
  {
    number: 21,
    name: 'parts that are merged less often',
    statements: (location) => ['spans', 'text_blocks'].map((table) => setSetting(table, FEWER_MERGES, location)),
  },
  {
    number: 22,
    name: 'columns that are unpacked in smaller pieces',
    statements: (location) => ['spans', 'traces'].map((table) => setSetting(table, SMALLER_PIECES, location)),
  },
];
