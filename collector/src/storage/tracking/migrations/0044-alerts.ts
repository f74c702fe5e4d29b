import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** Alert rules with their state, what happened to them, and who was told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('alert_rules')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('rule_id', 'text', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('since_ms', 'double precision')
      .addColumn('bad_since_ms', 'double precision')
      .addColumn('is_told', 'integer', (column) => column.notNull())
      .addColumn('reading', 'text')
      .addColumn('problem', 'text')
      .addColumn('looks', 'integer', (column) => column.notNull())
      .addColumn('checked_ms', 'double precision')
      .addColumn('next_ms', 'double precision', (column) => column.notNull())
      .addColumn('silenced_until_ms', 'double precision')
      .addColumn('created_ms', 'double precision', (column) => column.notNull())
      .addColumn('updated_ms', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('alert_rules_key', ['workspace_id', 'rule_id']),
  ).execute();
  await clustered(
    db,
    db.schema
      .createTable('alert_events')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('rule_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'double precision', (column) => column.notNull())
      .addColumn('reading', 'text', (column) => column.notNull())
      .addColumn('is_silenced', 'integer', (column) => column.notNull())
      .addColumn('delivery', 'text')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_ms', 'double precision')
      .addColumn('status', 'integer')
      .addColumn('error', 'text')
      .addPrimaryKeyConstraint('alert_events_key', ['workspace_id', 'event_id']),
  ).execute();
  await db.schema
    .createIndex('alert_events_by_rule')
    .on('alert_events')
    .columns(['workspace_id', 'rule_id', 'at_ms'])
    .execute();
}
