import type { VNode } from 'preact';
import style from './find-in.module.css';

/** Lists of fewer are read faster than searched. */
const LEAST = 12;

export interface FindInProps {
  /** What is looked through: `Find a parameter`. */
  readonly label: string;
  readonly count: number;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Narrows a long list down to what has a text in it. */
export function FindIn({ label, count, text, onText }: FindInProps): VNode | null {
  if (count < LEAST) return null;
  return (
    <input
      type="search"
      class={style.box}
      aria-label={label}
      placeholder={label}
      value={text}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}
