import type { Run } from '../run/run.ts';
import { RunHandler } from '../run/run-handler.ts';
import { isPositionTag } from '../run/run-labels.ts';
import type { RunTable } from '../run/run-table.ts';

/** A callback manager as far as it knows its parent. */
interface Manager {
  readonly handlers: readonly unknown[];
  _parentRunId?: unknown;
  /** Position included. */
  tags: readonly unknown[];
  readonly inheritableTags: readonly unknown[];
}

const parents = new WeakMap<object, Run>();

/**
 * Takes the parent out of a manager with handlers of the app's, where it is a run that we alone hear of: without us there
 * would be none, and handlers take a run without a parent for the first of its trace. Its place in that run goes too.
 */
export function hideParent(manager: Manager, runs: RunTable): void {
  const { handlers } = manager;
  // Where the app has made the manager itself, the parent is there without us, whoever hears of it.
  if (handlers.length < 2 || !handlers.some((handler) => handler instanceof RunHandler && handler.isAlone)) return;
  const parent = runs.get(manager._parentRunId);
  if (parent === undefined || parent.isHeard) return;
  parents.set(manager, parent);
  manager._parentRunId = undefined;
  const { tags, inheritableTags } = manager;
  manager.tags = tags.filter((tag) => !isPositionTag(tag) || inheritableTags.includes(tag));
}

/** The run that {@link hideParent} took out of a manager. */
export function hiddenParentOf(manager: unknown): Run | undefined {
  return parents.get(manager as object);
}
