import { isObject } from './own-property.ts';

/**
 * LangGraph throws to leave a graph: at an interrupt, at a command for the graph around it, at a drain. Nothing failed.
 * The mark is a getter on LangGraph's own base class, so it is asked of the prototypes.
 */
export function isControlFlow(error: unknown): boolean {
  if (!isObject(error) || !(error instanceof Error)) return false;
  for (let at: unknown = Object.getPrototypeOf(error); isObject(at); at = Object.getPrototypeOf(at)) {
    if (at === Error.prototype) return false;
    if (Object.hasOwn(at, 'is_bubble_up')) return true;
  }
  return false;
}
