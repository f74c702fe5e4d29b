import type { VNode } from 'preact';
import style from './choice.module.css';
import { Select } from './select.tsx';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  /** Values and what they are called. */
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

/** One of a few values, with its label before it. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>): VNode {
  return (
    <label class={style.choice}>
      {label}
      <Select class={style.select} value={value} options={options} onChange={onChange} />
    </label>
  );
}
