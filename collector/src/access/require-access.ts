import { ApiError } from '../errors.ts';
import { noExperiment } from '../storage/tracking/experiments/require-experiment.ts';
import { currentAccess } from './access-context.ts';
import { type Action, PERMISSION_FOR } from './level.ts';
import { may } from './rights.ts';

/**
 * Refuses an action on something of an experiment.
 *
 * @param missing what is thrown where the thing is not there: who may not see it is told the same
 * @throws ApiError what `missing` gives, or `PERMISSION_DENIED` to those who may see it, but no more.
 */
export function requireExperiment(action: Action, experimentId: string, missing?: () => ApiError): void {
  const { experiments } = currentAccess();
  if (may(experiments, action, experimentId)) return;
  if (!may(experiments, 'read', experimentId)) throw missing?.() ?? noExperiment(experimentId);
  throw denied(action, `the experiment ${experimentId}`);
}

/** The same of a registered model or prompt. */
export function requireModel(action: Action, name: string): void {
  const { models } = currentAccess();
  if (may(models, action, name)) return;
  if (!may(models, 'read', name)) throw noModel(name);
  throw denied(action, `the registered model ${name}`);
}

/** @throws ApiError `PERMISSION_DENIED` to those who may make nothing new. */
export function requireCreation(what: string): void {
  if (!currentAccess().mayCreate) throw new ApiError('PERMISSION_DENIED', `you may not make ${what}`);
}

/** @throws ApiError `PERMISSION_DENIED` to everybody from whom something may be kept. */
export function requireFull(what: string): void {
  if (!currentAccess().isFull) throw new ApiError('PERMISSION_DENIED', `${what} is for administrators`);
}

export function mayRead(experimentId: string): boolean {
  return may(currentAccess().experiments, 'read', experimentId);
}

export function noModel(name: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Registered Model with name=${name} not found`);
}

function denied(action: Action, on: string): ApiError {
  return new ApiError('PERMISSION_DENIED', `this needs the permission ${PERMISSION_FOR[action]} on ${on}`);
}
