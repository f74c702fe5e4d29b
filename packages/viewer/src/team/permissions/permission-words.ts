import type { PermissionKind, PermissionLevel } from '@tracewright/schema';

/** What one can be given; MLflow's clients know two more, which mean almost the same. */
export const LEVELS: readonly (readonly [PermissionLevel, string])[] = [
  ['READ', 'Read'],
  ['EDIT', 'Edit'],
  ['MANAGE', 'Manage'],
  ['NO_PERMISSIONS', 'Nothing'],
];

const OTHERS: Readonly<Partial<Record<PermissionLevel, string>>> = { USE: 'Use', DENY: 'Nothing' };

/** In the place of an id: everything of its kind that has no permission of its own. */
export const EVERYTHING = '*';

export function levelText(level: PermissionLevel): string {
  return LEVELS.find(([each]) => each === level)?.[1] ?? OTHERS[level] ?? level;
}

/** What can be chosen, with what stands there now, whoever has said it. */
export function levelChoices(now: PermissionLevel | null): readonly (readonly [PermissionLevel, string])[] {
  return now === null || LEVELS.some(([level]) => level === now) ? LEVELS : [...LEVELS, [now, levelText(now)]];
}

export function kindText(kind: PermissionKind): string {
  return kind === 'experiment' ? 'Experiment' : 'Model or prompt';
}

/** Where the thing itself is shown; undefined where it is all of a kind. */
export function thingHref(kind: PermissionKind, of: string): string | undefined {
  if (of === EVERYTHING) return undefined;
  return `/${kind === 'experiment' ? 'experiments' : 'models'}/${encodeURIComponent(of)}`;
}
