import type { NewKey } from '@tracewright/schema';
import type { VNode } from 'preact';
import { CopyButton } from '../ui/copy-button.tsx';
import style from './team.module.css';

/** The whole of a key that has just been made. */
export function NewKeySecret({ made, onClose }: { readonly made: NewKey; readonly onClose: () => void }): VNode {
  return (
    <div class={style.form}>
      <h2 class={style.formTitle}>The key “{made.name}”</h2>
      <p>Copy it now. Only a fingerprint of it is kept, so nobody can show it again.</p>
      <div class={style.secret}>
        <code>{made.key}</code>
        <CopyButton text={made.key} label="the key" />
      </div>
      <div class={style.buttons}>
        <button type="button" class={style.primary} onClick={onClose}>
          I have it
        </button>
      </div>
    </div>
  );
}
