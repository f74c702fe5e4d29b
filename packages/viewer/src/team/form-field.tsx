import type { ComponentChildren, VNode } from 'preact';
import { FailureLine } from './failure-line.tsx';
import style from './team.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Below it. */
  readonly hint?: ComponentChildren;
  readonly type?: 'text' | 'password' | 'date' | 'number';
  readonly autocomplete?: 'off' | 'current-password' | 'new-password';
  readonly isRequired?: boolean;
  readonly maxLength?: number;
}

/** One line of text with its label above it. */
export function TextField(props: TextFieldProps): VNode {
  const { label, value, onValue, hint, type = 'text', autocomplete = 'off', isRequired = false, maxLength } = props;
  return (
    <label class={style.field}>
      {label}
      <input
        type={type}
        value={value}
        autocomplete={autocomplete}
        spellcheck={false}
        required={isRequired}
        {...(maxLength !== undefined && { maxLength })}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {hint !== undefined && <span class={style.hint}>{hint}</span>}
    </label>
  );
}

export interface DialogFormProps {
  readonly title: string;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
  /** Below what went wrong. */
  readonly news?: ComponentChildren;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}

/** A form in a dialog: what is asked for, what went wrong, and the two ways out. */
export function DialogForm(props: DialogFormProps): VNode {
  const { title, submit, isBusy, failure, news, onSubmit, onCancel, children } = props;
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <h2 class={style.formTitle}>{title}</h2>
      {children}
      <FailureLine failure={failure} />
      {news}
      <div class={style.buttons}>
        <button type="button" class={style.button} onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class={style.primary} disabled={isBusy}>
          {submit}
        </button>
      </div>
    </form>
  );
}
