import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import item from '../traces/toolbar/menu-item.module.css';

/** Asks for the key and the value of a tag. @param onTag With a key that is not empty. */
export function TagForm({ onTag }: { readonly onTag: (key: string, value: string) => void }): VNode {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  return (
    <form
      class={item.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== '') onTag(key.trim(), value);
      }}
    >
      <label class={item.field}>
        Key
        <input type="text" maxLength={250} value={key} onInput={(event) => setKey(event.currentTarget.value)} />
      </label>
      <label class={item.field}>
        Value
        <input type="text" maxLength={8_000} value={value} onInput={(event) => setValue(event.currentTarget.value)} />
      </label>
      <button type="submit" class={item.submit} disabled={key.trim() === ''}>
        Set
      </button>
    </form>
  );
}
