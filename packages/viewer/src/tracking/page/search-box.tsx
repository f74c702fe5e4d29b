import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { onPageKeys } from '../../ui/page-keys.ts';
import style from './search-box.module.css';

/** After the last key, ms. */
const PAUSE_MS = 200;

export interface SearchBoxProps {
  /** What is looked for, as the URL has it. */
  readonly applied: string;
  /** Names it: `Find an experiment`. */
  readonly label: string;
  readonly onSearch: (text: string) => void;
}

/** A part of a name, looked for while it is written. `/` goes there. */
export function SearchBox({ applied, label, onSearch }: SearchBoxProps): VNode {
  const [draft, setDraft] = useState(applied);
  const box = useRef<HTMLInputElement>(null);
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => setDraft(applied), [applied]);
  useEffect(() => onPageKeys({ '/': { says: label.toLowerCase(), run: () => box.current?.focus() } }), [label]);
  useEffect(() => {
    if (draft === applied) return undefined;
    const timer = setTimeout(() => search.current(draft), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, applied]);
  return (
    <input
      ref={box}
      type="search"
      class={style.box}
      aria-label={label}
      placeholder={label}
      value={draft}
      onInput={(event) => setDraft(event.currentTarget.value)}
    />
  );
}
