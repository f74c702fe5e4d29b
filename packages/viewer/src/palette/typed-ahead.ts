/** What keys come to that were pressed before there was a box for them. */
export interface TypedAhead {
  readonly text: string;
  /** What ended it: what comes behind is nobody's. */
  readonly end: 'Enter' | 'Escape' | undefined;
}

/** @param keys By `KeyboardEvent.key`. */
export function typedAhead(keys: readonly string[]): TypedAhead {
  const letters: string[] = [];
  for (const key of keys) {
    if (key === 'Enter' || key === 'Escape') return { text: letters.join(''), end: key };
    if (key === 'Backspace') letters.pop();
    else letters.push(key);
  }
  return { text: letters.join(''), end: undefined };
}
