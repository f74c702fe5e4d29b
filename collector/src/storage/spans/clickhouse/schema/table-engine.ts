import type { ClickHouseLocation } from '../clickhouse-location.ts';

/** A table of ours, whatever it stands on. */
export interface Table {
  readonly name: string;
  /** Columns and indexes, as they stand between the brackets. */
  readonly columns: string;
  /** `MergeTree` and what is before it, such as `Replacing`. */
  readonly engine: '' | 'Replacing' | 'Summing' | 'Aggregating';
  /** Arguments of the engine. */
  readonly arguments?: readonly string[];
  readonly orderBy: string;
  readonly partitionBy?: string;
  readonly settings?: Readonly<Record<string, number>>;
  /** What decides on the shard; rows that are put together lie on one. */
  readonly shardBy: string;
}

/** Where the type of a column ends, and what is said of how it is packed begins. */
const CODEC = ' CODEC(';

/** How many inserts back a batch that comes once more is recognised. */
const DEDUPLICATION_WINDOW = 1_000;

/**
 * The statements that make a table. On one server that is a MergeTree; on a cluster, replicated tables of that name with
 * `_local` behind it on each server, and a distributed one over them, which is what is asked.
 */
export function createTable(table: Table, { database, cluster }: ClickHouseLocation): readonly string[] {
  const { name, columns, engine, orderBy, partitionBy, shardBy } = table;
  const given = table.arguments ?? [];
  const parts = `${partitionBy === undefined ? '' : `\nPARTITION BY ${partitionBy}`}\nORDER BY ${orderBy}`;
  if (cluster === undefined) {
    const settings = settingsOf({ non_replicated_deduplication_window: DEDUPLICATION_WINDOW, ...table.settings });
    return [
      `CREATE TABLE IF NOT EXISTS ${name} (\n  ${columns}\n) ENGINE = ${engine}MergeTree(${given.join(', ')})${parts}${settings}`,
    ];
  }
  const place = `'/clickhouse/tables/{shard}/${database}/${name}', '{replica}'`;
  const settings = settingsOf({ replicated_deduplication_window: DEDUPLICATION_WINDOW, ...table.settings });
  const replicated = `Replicated${engine}MergeTree(${[place, ...given].join(', ')})`;
  const on = onCluster(cluster);
  return [
    `CREATE TABLE IF NOT EXISTS ${name}_local${on} (\n  ${columns}\n) ENGINE = ${replicated}${parts}${settings}`,
    `CREATE TABLE IF NOT EXISTS ${name}${on} AS ${name}_local ` +
      `ENGINE = Distributed('${cluster}', '${database}', '${name}_local', ${shardBy})`,
  ];
}

/** The statements that add columns to a table where it has none of these names; rows that are there have defaults. */
export function addColumns(
  table: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  location: ClickHouseLocation,
): readonly string[] {
  const added = (typeOf: (type: string) => string): string =>
    columns.map(({ name, type }) => `ADD COLUMN IF NOT EXISTS ${name} ${typeOf(type)}`).join(', ');
  const stored = `ALTER TABLE ${storedTable(table, location)} ${added((type) => type)}`;
  const { cluster } = location;
  if (cluster === undefined) return [stored];
  // The distributed table keeps nothing: it has no codecs.
  const distributed = added((type) => type.split(CODEC)[0]!);
  return [stored, `ALTER TABLE ${table}${onCluster(cluster)} ${distributed}`];
}

/** The statements after which what is written of a table is packed as its columns say; what is there stays as it is. */
export function setCodecs(
  table: string,
  columns: readonly { readonly name: string; readonly type: string }[],
  location: ClickHouseLocation,
): readonly string[] {
  const set = columns.flatMap(({ name, type }) => {
    const at = type.indexOf(CODEC);
    return at === -1 ? [] : [`MODIFY COLUMN ${name}${type.slice(at)}`];
  });
  return [`ALTER TABLE ${storedTable(table, location)} ${set.join(', ')}`];
}

/** The statement after which a table that is there has these settings, too. */
export function setSetting(
  table: string,
  settings: Readonly<Record<string, number>>,
  location: ClickHouseLocation,
): string {
  return `ALTER TABLE ${storedTable(table, location)} MODIFY SETTING ${assignments(settings)}`;
}

/** The table of each server that holds the rows themselves, with where a statement on it has to run. */
export function storedTable(name: string, { cluster }: ClickHouseLocation): string {
  return cluster === undefined ? name : `${name}_local${onCluster(cluster)}`;
}

/**
 * What active parts of our tables are read from, of one replica of each shard; further conditions come behind it. The
 * database is named: other servers are asked in one of their own.
 */
export function activeParts({ database, cluster }: ClickHouseLocation): string {
  const parts = cluster === undefined ? 'system.parts' : `cluster('${cluster}', system.parts)`;
  return `${parts} WHERE active AND database = '${database}'`;
}

export function onCluster(cluster: string | undefined): string {
  return cluster === undefined ? '' : ` ON CLUSTER '${cluster}'`;
}

function settingsOf(settings: Readonly<Record<string, number>>): string {
  return Object.keys(settings).length === 0 ? '' : `\nSETTINGS ${assignments(settings)}`;
}

function assignments(settings: Readonly<Record<string, number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}
