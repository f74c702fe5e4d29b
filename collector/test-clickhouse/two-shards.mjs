/**
 * Two shards in one process, which listens to nobody: the cluster `main` names this very server twice, and a row is seen
 * by the shard alone that its key decides on (`additional_table_filters`). So questions run as they do on a cluster, each
 * half by itself. What needs a Keeper is left out of statements: that they run on all servers, that tables are replicated.
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const CLUSTER = 'main';

/** A server that has this port knows itself by it. */
const PORT = 9000;

/** Tables without a key of their own have one here, so that a row always lies on the same shard. */
const BY_CHANCE = {
  arrival_counts: 'cityHash64(name)',
  last_changes: 'cityHash64(change)',
  text_blocks: 'cityHash64(trace_ids)',
};

/** Each replica would find out by itself what is meant. */
const SUBQUERY = 'Code: 36. DB::Exception: ALTER UPDATE/ALTER DELETE statement with subquery may be nondeterministic';

/** By database and table. */
const shardKeys = new Map();

/** Writes the engine's configuration. @returns its file */
export function configOfTwoShards() {
  const shard = `<shard><replica><host>127.0.0.1</host><port>${PORT}</port></replica></shard>`;
  const servers = `<remote_servers><${CLUSTER}>${shard}${shard}</${CLUSTER}></remote_servers>`;
  const file = join(mkdtempSync(join(tmpdir(), 'tracewright-shards-')), 'config.xml');
  writeFileSync(file, `<clickhouse><tcp_port>${PORT}</tcp_port>${servers}</clickhouse>`);
  return file;
}

/** A statement as it can be run without a Keeper. @throws where a replicated table refuses what this one takes */
export function withoutKeeper(sql) {
  if (/^DELETE\b[\s\S]*\bSELECT\b/.test(sql)) throw new Error(SUBQUERY);
  noteShardKey(sql);
  return (
    sql
      .replaceAll(` ON CLUSTER '${CLUSTER}'`, '')
      .replace(/Replicated(\w*MergeTree)\('[^']*', '[^']*'(?:, )?/, '$1(')
      // Both halves of an insert come into one table, where the second would be known by the token of the first.
      .replace(/replicated_deduplication_window = \d+/, 'non_replicated_deduplication_window = 0')
  );
}

function noteShardKey(sql) {
  const made = /^CREATE TABLE IF NOT EXISTS (\w+)\b[\s\S]*ENGINE = Distributed\('\w+', '(\w+)', '\w+', (.+)\)$/.exec(
    sql,
  );
  if (made === null) return;
  const [, table, database, key] = made;
  shardKeys.set(`${database}.${table}_local`, BY_CHANCE[table] ?? key);
}

/** The setting by which a question finds the rows of each shard on that shard alone. */
export function rowsOfShards() {
  const quoted = (text) => `'${text.replaceAll("'", "\\'")}'`;
  const filters = [...shardKeys].map(([table, key]) => `${quoted(table)}: ${quoted(`${key} % 2 = shardNum() - 1`)}`);
  return ['additional_table_filters', `{${filters.join(', ')}}`];
}
