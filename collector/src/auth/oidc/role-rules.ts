import type { Role } from '@tracewright/schema';
import { DEFAULT_WORKSPACE_ID } from '../../authorize.ts';
import type { Membership } from '../../storage/tracking/auth/membership-store.ts';

/** What members of a group of another service are here. */
export type RoleRule =
  | { readonly group: string; readonly workspaceId: string; readonly role: Role }
  | { readonly group: string; readonly isAdmin: true };

/** What somebody's groups make them. */
export interface RolesByGroups {
  /** In workspaces that a rule is about; in others they stay what they are. */
  readonly memberships: readonly Membership[];
  /** Workspaces of rules of which none fits. */
  readonly without: readonly string[];
  /** Undefined where no rule is about it. */
  readonly isAdmin: boolean | undefined;
}

const RULE = /^(.+)=(?:(viewer|editor|admin)(?:@([a-z0-9][a-z0-9-]*))?|(administrator))$/;
/** From the least to the most. */
const ORDER: readonly Role[] = ['viewer', 'editor', 'admin'];

export function isRoleRule(text: string): boolean {
  return RULE.test(text);
}

/** Reads `group=role`, `group=role@workspace` or `group=administrator`. @throws RangeError for anything else. */
export function roleRule(text: string): RoleRule {
  const [, group, role, workspaceId = DEFAULT_WORKSPACE_ID, administrator] = RULE.exec(text) ?? [];
  if (group === undefined) throw new RangeError(`${JSON.stringify(text)} is no rule such as ml-team=editor`);
  return administrator === undefined ? { group, workspaceId, role: role as Role } : { group, isAdmin: true };
}

/** Of several rules for one workspace the one that allows most holds. */
export function rolesOf(groups: readonly string[], rules: readonly RoleRule[]): RolesByGroups {
  const ranks = new Map<string, number>();
  const fitting = rules.filter(({ group }) => groups.includes(group));
  for (const rule of fitting) {
    if (!('role' in rule)) continue;
    ranks.set(rule.workspaceId, Math.max(ranks.get(rule.workspaceId) ?? 0, ORDER.indexOf(rule.role)));
  }
  const ruled = new Set(rules.flatMap((rule) => ('role' in rule ? [rule.workspaceId] : [])));
  return {
    memberships: [...ranks].map(([workspaceId, rank]) => ({ workspaceId, role: ORDER[rank]! })),
    without: [...ruled].filter((workspaceId) => !ranks.has(workspaceId)),
    isAdmin: rules.some((rule) => 'isAdmin' in rule) ? fitting.some((rule) => 'isAdmin' in rule) : undefined,
  };
}
