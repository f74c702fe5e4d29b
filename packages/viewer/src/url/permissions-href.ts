import type { PermissionKind } from '@tracewright/schema';

/** Where it is shown who may do what with a thing. @param of Id of an experiment, name of a registered model or prompt. */
export function permissionsHref(kind: PermissionKind, of: string): string {
  return `/settings/permissions?${new URLSearchParams({ kind, of })}`;
}
