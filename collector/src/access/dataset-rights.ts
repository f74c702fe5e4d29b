import { ApiError } from '../errors.ts';
import type { Dataset, DatasetStore } from '../storage/tracking/datasets/dataset-store.ts';
import { currentAccess } from './access-context.ts';
import { type Action, PERMISSION_FOR } from './level.ts';
import { may, mayAll } from './rights.ts';

/**
 * Whether an action on a dataset is allowed. It belongs to the experiments that it is used in: it is seen by those who
 * see any of them, and changed by those who may change all. What is used in none is everybody's who see and change
 * whatever they have no permission for.
 */
export function mayWithDataset(action: Action, { experimentIds }: Pick<Dataset, 'experimentIds'>): boolean {
  const { experiments } = currentAccess();
  if (mayAll(experiments, action)) return true;
  if (experimentIds.length === 0) return may(experiments, action, '');
  return action === 'read'
    ? experimentIds.some((id) => may(experiments, action, id))
    : experimentIds.every((id) => may(experiments, action, id));
}

/** @throws ApiError `RESOURCE_DOES_NOT_EXIST` also to who may not see it; `PERMISSION_DENIED`. */
export async function requireDataset(
  action: Action,
  datasets: Pick<DatasetStore, 'get'>,
  workspaceId: string,
  id: string,
): Promise<void> {
  if (mayAll(currentAccess().experiments, action)) return;
  checkDataset(action, await datasets.get(workspaceId, id));
}

/** The same of one that is at hand. */
export function checkDataset(action: Action, dataset: Dataset): void {
  if (mayWithDataset(action, dataset)) return;
  if (!mayWithDataset('read', dataset)) throw noDataset(dataset.id);
  throw new ApiError(
    'PERMISSION_DENIED',
    `this needs the permission ${PERMISSION_FOR[action]} on every experiment that the dataset ${dataset.id} is used in`,
  );
}

/** Without the experiments that whoever asks may not see. */
export function withSeenExperiments(dataset: Dataset): Dataset {
  const { experiments } = currentAccess();
  if (mayAll(experiments, 'read')) return dataset;
  return { ...dataset, experimentIds: dataset.experimentIds.filter((id) => may(experiments, 'read', id)) };
}

export function noDataset(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Evaluation dataset with id '${id}' not found`);
}
