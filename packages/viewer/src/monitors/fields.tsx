import type { ComponentChildren, VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import style from './monitors.module.css';

/** A label above its field. */
export function Field(props: {
  readonly label: string;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the field is among its children
    <label class={classNames(style.field, props.isWide && style.wide)}>
      {props.label}
      {props.children}
    </label>
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isWide?: boolean;
  readonly isRequired?: boolean;
  /** Several lines. */
  readonly lines?: number;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

export function TextField(props: TextFieldProps): VNode {
  const { label, value, isWide = false, isRequired = false, lines, placeholder = '', onChange } = props;
  return (
    <Field label={label} isWide={isWide}>
      {lines === undefined ? (
        <input
          type="text"
          value={value}
          required={isRequired}
          placeholder={placeholder}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <textarea
          rows={lines}
          value={value}
          required={isRequired}
          placeholder={placeholder}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface NumberFieldProps {
  readonly label: string;
  /** Null: nothing is said. */
  readonly value: number | null;
  readonly min?: number;
  readonly max?: number;
  readonly isRequired?: boolean;
  readonly placeholder?: string;
  readonly onChange: (value: number | null) => void;
}

export function NumberField(props: NumberFieldProps): VNode {
  const { label, value, min = 0, max, isRequired = false, placeholder = '', onChange } = props;
  return (
    <Field label={label}>
      <input
        type="number"
        step="any"
        min={min}
        {...(max !== undefined && { max })}
        value={value ?? ''}
        required={isRequired}
        placeholder={placeholder}
        onInput={(event) => {
          const text = event.currentTarget.value;
          onChange(text === '' || Number.isNaN(Number(text)) ? null : Number(text));
        }}
      />
    </Field>
  );
}

export function CheckField(props: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}): VNode {
  return (
    <label class={style.check}>
      <input type="checkbox" checked={props.value} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}
