import { requireExperiment, requireModel } from '../../access/require-access.ts';
import type { Principal } from '../../authorize.ts';
import { ApiError } from '../../errors.ts';
import { EVERY_RESOURCE, PERMISSIONS, type Permission } from '../../storage/tracking/permissions/permission.ts';
import type { Resource } from '../../storage/tracking/permissions/permission-store.ts';
import type { TrackingStores } from '../../storage/tracking/tracking-stores.ts';

/** @throws ApiError `INVALID_PARAMETER_VALUE` in MLflow's words. */
export function parsePermission(text: string): Permission {
  const found = PERMISSIONS.find((permission) => permission === text);
  if (found !== undefined) return found;
  const valid = PERMISSIONS.map((each) => `'${each}'`).join(', ');
  throw new ApiError('INVALID_PARAMETER_VALUE', `Invalid permission '${text}'. Valid permissions are: (${valid})`);
}

/**
 * What a permission is about by the names of MLflow's newer interface.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for what has no permissions of its own here.
 */
export function parseResource(type: string, resource: string): Resource {
  if (type === 'experiment') return { kind: 'experiment', resource };
  // No model has the name of a prompt, so that one permission is about the one or the other.
  if (type === 'registered_model' || (type === 'prompt' && resource !== EVERY_RESOURCE)) {
    return { kind: 'registered_model', resource };
  }
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `resource_type '${type}' is not supported: experiments, registered models and single prompts have permissions`,
  );
}

/** On whose behalf, and where things are looked up. */
interface Asking {
  readonly stores: Pick<TrackingStores, 'experiments' | 'registeredModels'>;
  readonly principal: Principal;
}

/**
 * Refuses those who may not say who may do what with a thing.
 *
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST` where it is not there, or they may not see it; `PERMISSION_DENIED`
 */
export async function requireManager({ kind, resource }: Resource, { stores, principal }: Asking): Promise<void> {
  if (resource === EVERY_RESOURCE) {
    if (isAdministrator(principal)) return;
    throw new ApiError('PERMISSION_DENIED', 'permissions on everything are for administrators of the workspace');
  }
  if (kind === 'registered_model') {
    requireModel('manage', resource);
    await stores.registeredModels.get(principal.workspaceId, resource);
    return;
  }
  requireExperiment('manage', resource);
  if ((await stores.experiments.getById(principal.workspaceId, resource)) !== undefined) return;
  throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${resource} exists`);
}

/** Of the workspace, or of the whole installation. */
export function isAdministrator({ isAdmin, scopes }: Principal): boolean {
  return isAdmin === true || scopes.includes('admin');
}
