import type { AccessCache } from '../../access/access-cache.ts';
import type { Auth } from '../../auth/auth.ts';
import type { PermissionStore } from '../../storage/tracking/permissions/permission-store.ts';

/** What MLflow's interface of users and permissions is answered from. */
export interface MlflowUserDeps {
  readonly auth: Auth;
  readonly permissions: PermissionStore;
  /** Tells what somebody else may do. */
  readonly access: Pick<AccessCache, 'readNow'>;
}
