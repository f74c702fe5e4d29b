import type { PermissionKind } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useQuery } from '../../url/use-query.ts';
import { AllPermissions } from './all-permissions.tsx';
import { PermissionsOn } from './permissions-on.tsx';

/** `/settings/permissions?kind=&of=`: what single users may do with one thing, or with which there is anything to say. */
export function PermissionsPage(): VNode {
  const { kind, of } = useQuery();
  return of === undefined ? <AllPermissions /> : <PermissionsOn key={`${kind} ${of}`} kind={kindOf(kind)} of={of} />;
}

function kindOf(text: string | undefined): PermissionKind {
  return text === 'registered_model' ? 'registered_model' : 'experiment';
}
