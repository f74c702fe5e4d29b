import type { PermissionKind } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { who } from '../../api/session.ts';
import { permissionsHref } from '../../url/permissions-href.ts';

/** The way from a thing to who may do what with it; nothing where nobody signs in, and so all may do everything. */
export function PermissionsLink({ kind, of }: { readonly kind: PermissionKind; readonly of: string }): VNode | null {
  if (who.value?.mode !== 'users') return null;
  return <Link href={permissionsHref(kind, of)}>Permissions</Link>;
}
