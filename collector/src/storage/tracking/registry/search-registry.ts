import { PROMPT_TAG } from '@tracewright/schema';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import { type SearchTarget, searchCondition } from '../entity-search.ts';
import { asksForPrompts, isAboutPrompts } from './prompt-tag.ts';

export const MODEL_TARGET: SearchTarget = {
  table: 'registered_models',
  columns: { name: 'name', creation_timestamp: 'created_ms', last_updated_timestamp: 'updated_ms' },
  keyed: { tag: { table: 'registered_model_tags', on: ['name'] } },
};

export const VERSION_TARGET: SearchTarget = {
  table: 'model_versions',
  columns: {
    name: 'name',
    version_number: 'version',
    run_id: 'run_id',
    source_path: 'source',
    creation_timestamp: 'created_ms',
    last_updated_timestamp: 'updated_ms',
  },
  keyed: { tag: { table: 'model_version_tags', on: ['name', 'version'] } },
};

/** What the conditions mean, and that what is found is a prompt or is none, whichever the search is for. */
export function registryConditions(
  target: SearchTarget,
  conditions: readonly EntityCondition[],
): readonly Expression<SqlBool>[] {
  // Values of tags are compared as they stand, but this one is a yes in any case of letters.
  const isPrompt = searchCondition(target, {
    kind: 'tag',
    key: PROMPT_TAG.isPrompt,
    operator: 'ILIKE',
    values: ['true'],
  });
  return [
    asksForPrompts(conditions) ? isPrompt : sql<SqlBool>`not ${isPrompt}`,
    ...conditions.filter((condition) => !isAboutPrompts(condition)).map((each) => searchCondition(target, each)),
  ];
}
