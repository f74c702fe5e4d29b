import type { VNode } from 'preact';
import style from './choice.module.css';

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
      <select class={style.select} value={value} onChange={(event) => onChange(event.currentTarget.value as Value)}>
        {options.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
