import type { VNode } from 'preact';

export interface SelectProps<Value extends string> {
  readonly value: Value;
  /** Values and what they are called. */
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
  readonly class?: string | undefined;
  readonly disabled?: boolean;
  /** Where no label is around it. */
  readonly 'aria-label'?: string;
}

/** One of a few values; its label is around it. */
export function Select<Value extends string>({ options, onChange, ...rest }: SelectProps<Value>): VNode {
  return (
    <select {...rest} onChange={(event) => onChange(event.currentTarget.value as Value)}>
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}

export interface SelectFieldProps<Value extends string> extends SelectProps<Value> {
  readonly label: string;
}

/** One of a few values with its label above it; the class is of both together. */
export function SelectField<Value extends string>({ label, class: of, ...select }: SelectFieldProps<Value>): VNode {
  return (
    <label class={of}>
      {label}
      <Select {...select} />
    </label>
  );
}
