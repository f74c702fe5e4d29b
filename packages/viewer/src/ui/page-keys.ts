/** What keys do, by `KeyboardEvent.key`. */
export type KeyBindings = Readonly<Record<string, () => unknown>>;

/** Where keys belong to the element itself. */
const TYPING = 'input, textarea, select, [contenteditable], [role="separator"], [role="tab"]';
/** Where Enter and Space press something. */
const PRESSABLE = 'a, button, summary';

/** Binds keys of a whole page, apart from places where one types and from the browser's own shortcuts. */
export function onPageKeys(bindings: KeyBindings): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(TYPING) || (event.key === 'Enter' && target.closest(PRESSABLE))) return;
    const action = bindings[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}
