import { SCORE_METADATA } from '@tracewright/schema';
import type { Kysely } from 'kysely';
import type { AssessmentValue } from '../assessments/assessment-store.ts';
import { scoreOf } from '../assessments/score-of.ts';
import type { FeedbackRow } from '../trace-notes/trace-note-tables.ts';

/** Rows of evaluations, and assessments that are found by the run that they were made in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('evaluation_rows')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('row_key', 'text', (column) => column.notNull())
    .addColumn('trial', 'integer', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('inputs_preview', 'text', (column) => column.notNull())
    .addColumn('outputs_preview', 'text', (column) => column.notNull())
    .addColumn('expectations_preview', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('duration_ms', 'double precision')
    .addColumn('scores', 'text', (column) => column.notNull())
    // Last: lists are read without it.
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('evaluation_rows_key', ['workspace_id', 'run_id', 'row_key', 'trial'])
    .execute();
  await db.schema
    .createIndex('evaluation_rows_by_trace')
    .on('evaluation_rows')
    .columns(['workspace_id', 'trace_id', 'run_id'])
    .unique()
    .execute();
  await db.schema.alterTable('feedback').addColumn('run_id', 'text').execute();
  await db.schema.alterTable('feedback').addColumn('passed', 'integer').execute();
  await fillRuns(db.withTables<{ feedback: Filled }>());
  await db.schema
    .createIndex('feedback_by_run')
    .on('feedback')
    .columns(['workspace_id', 'run_id', 'created_ns', 'id'])
    .where('run_id' as never, 'is not', null)
    .execute();
}

type Filled = Pick<FeedbackRow, 'workspace_id' | 'id' | 'value' | 'metadata' | 'run_id' | 'passed'>;

async function fillRuns(db: Kysely<{ feedback: Filled }>): Promise<void> {
  const rows = await db
    .selectFrom('feedback')
    .select(['workspace_id', 'id', 'value', 'metadata'])
    .where('metadata', 'like', `%"${SCORE_METADATA.run}"%`)
    .execute();
  for (const { workspace_id, id, value, metadata } of rows) {
    await db
      .updateTable('feedback')
      .set(scoreOf(JSON.parse(value) as AssessmentValue, JSON.parse(metadata) as Record<string, string>))
      .where('workspace_id', '=', workspace_id)
      .where('id', '=', id)
      .execute();
  }
}
