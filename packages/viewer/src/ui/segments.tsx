import type { VNode } from 'preact';
import { classNames } from './class-names.ts';
import style from './segments.module.css';

export interface Segment<Value> {
  readonly value: Value;
  readonly label: string;
  readonly title?: string;
}

export interface SegmentsProps<Value> {
  /** What is chosen, for those who do not see that they belong together. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
  readonly class?: string | undefined;
}

/** One of a few values, all of them in sight. */
export function Segments<Value>({ label, value, options, onChange, ...place }: SegmentsProps<Value>): VNode {
  return (
    <fieldset class={classNames(style.segments, place.class)}>
      <legend class="visually-hidden">{label}</legend>
      {options.map((option) => (
        <button
          key={option.label}
          type="button"
          class={classNames(style.segment, option.value === value && style.current)}
          aria-pressed={option.value === value}
          title={option.title}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
