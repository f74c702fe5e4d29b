import type { VNode } from 'preact';
import style from './team.module.css';

/** Why something could not be done; nothing while there is nothing to say. */
export function FailureLine({ failure }: { readonly failure: string | undefined }): VNode | null {
  if (failure === undefined) return null;
  return (
    <p class={style.failure} role="alert">
      {failure}
    </p>
  );
}
