import { IS_PROMPT_FILTER, type PermissionKind } from '@tracewright/schema';
import type { Thing } from './thing.ts';

/** Offered at once. */
const MOST = 50;

/**
 * Experiments, or registered models and prompts, by a part of their names. How they are asked for comes from their own
 * pages when it is needed: most never choose one here.
 *
 * @throws ApiFailure
 */
export async function findThings(kind: PermissionKind, text: string, limit: number = MOST): Promise<readonly Thing[]> {
  const { mlflowText } = await import('../../tracking/api/shapes.ts');
  const ofName = text.trim() === '' ? '' : `name ILIKE ${mlflowText(`%${text.trim()}%`)}`;
  return kind === 'experiment' ? findExperiments(ofName, limit) : findModels(ofName, limit);
}

async function findExperiments(filter: string, limit: number): Promise<readonly Thing[]> {
  const { searchExperiments } = await import('../../tracking/api/experiments.ts');
  const { items } = await searchExperiments({ limit, filter, isDeleted: false });
  return items.map(({ experiment_id, name }) => ({ kind: 'experiment', id: experiment_id, name }));
}

async function findModels(filter: string, limit: number): Promise<readonly Thing[]> {
  const { searchModels } = await import('../../tracking/api/registry.ts');
  const ofPrompts = filter === '' ? IS_PROMPT_FILTER : `${IS_PROMPT_FILTER} AND ${filter}`;
  const found = await Promise.all([filter, ofPrompts].map((each) => searchModels(limit, each, undefined)));
  const names = found.flatMap(({ items }) => items.map(({ name }) => name)).sort();
  return names.slice(0, limit).map((name) => ({ kind: 'registered_model', id: name, name }));
}
