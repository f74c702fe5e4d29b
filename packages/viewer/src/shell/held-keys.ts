let held: string[] | undefined;

/** From now on what is typed is kept for something that was asked for and is not there yet. */
export function holdKeys(): void {
  if (held) return;
  held = [];
  addEventListener('keydown', hold, true);
}

/** What was typed since {@link holdKeys}, by `KeyboardEvent.key`: letters, Enter, Escape and Backspace. It ends. */
export function takeHeldKeys(): readonly string[] {
  const keys = held ?? [];
  held = undefined;
  removeEventListener('keydown', hold, true);
  return keys;
}

function hold(event: KeyboardEvent): void {
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (key.length > 1 && !['Enter', 'Escape', 'Backspace'].includes(key)) return;
  event.preventDefault();
  event.stopPropagation();
  held?.push(key);
}
