/** What a key does, and how the list of keys says it: `next trace`. */
export interface KeyAction {
  readonly says: string;
  readonly run: () => unknown;
}

/**
 * What keys do, by `KeyboardEvent.key`, with `Mod+` before it for Ctrl or ⌘. A bare function is a key that the list of
 * keys need not name; keys that say the same stand there as one.
 */
export type KeyBindings = Readonly<Record<string, KeyAction | (() => unknown)>>;

/** Keys that do the same, for the list of keys. */
export interface ListedKeys {
  readonly group: string;
  readonly keys: readonly string[];
  readonly says: string;
}

/** Group of the keys that every page has. */
export const EVERYWHERE = 'Everywhere';

/** Where keys belong to the element itself. */
const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="separator"], [role="tab"]';
/** Where Enter and Space press something. */
const PRESSABLE = 'a, button, summary';

const bound = new Set<{ readonly group: string; readonly bindings: KeyBindings }>();

/**
 * Binds keys of a whole page, apart from places where one types and from the browser's own shortcuts. What lies above
 * the page, an open dialog, keeps its keys to itself.
 *
 * @param group Heading in the list of keys.
 * @returns unbinds them.
 */
export function onPageKeys(bindings: KeyBindings, group = 'This page'): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest('dialog') || (!hasModifier && target.closest(TYPING))) return;
    if (event.key === 'Enter' && target.closest(PRESSABLE)) return;
    // Letters alone, which caps lock makes large.
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = bindings[hasModifier ? `Mod+${key}` : event.key];
    if (!action) return;
    event.preventDefault();
    if (typeof action === 'function') action();
    else action.run();
  };
  const entry = { group, bindings };
  bound.add(entry);
  document.addEventListener('keydown', listener);
  return () => {
    bound.delete(entry);
    document.removeEventListener('keydown', listener);
  };
}

/** The keys that are bound now, group by group, those that say the same together. */
export function listKeys(): readonly ListedKeys[] {
  const listed = new Map<string, ListedKeys>();
  for (const { group, bindings } of bound) {
    for (const [key, action] of Object.entries(bindings)) {
      if (typeof action === 'function') continue;
      const place = `${group}\n${action.says}`;
      const keys = listed.get(place)?.keys ?? [];
      if (!keys.includes(key)) listed.set(place, { group, keys: [...keys, key], says: action.says });
    }
  }
  // Those of every page last: who asks wants to know what this one can do.
  return [...listed.values()].sort((a, b) => Number(a.group === EVERYWHERE) - Number(b.group === EVERYWHERE));
}
