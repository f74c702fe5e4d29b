import type { RegistryEvent } from '../registry/registry-requests.ts';

/**
 * The version that an alias stood for before the one that it stands for now, where going back is not a step forward: after
 * 1, 2, 3 and back to 2 it is 1.
 *
 * @param events newest first
 * @returns undefined where it never stood for another
 */
export function previousVersion(events: readonly RegistryEvent[], alias: string): number | undefined {
  const stood: number[] = [];
  for (const { change } of events.toReversed()) {
    if (change.kind !== 'alias' || change.alias !== alias || change.to === null) continue;
    if (stood.at(-2) === change.to) stood.pop();
    else if (stood.at(-1) !== change.to) stood.push(change.to);
  }
  const [newest] = events.filter(({ change }) => change.kind === 'alias' && change.alias === alias);
  // Taken away, it goes back to what it stood for at last.
  const isGone = newest?.change.kind === 'alias' && newest.change.to === null;
  return stood.at(isGone ? -1 : -2);
}
