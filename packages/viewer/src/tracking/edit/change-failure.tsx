import type { VNode } from 'preact';
import style from './change-failure.module.css';
import type { Change } from './use-change.ts';

/** Why a change was not made; nothing where it was. */
export function ChangeFailure({ change: { failure } }: { readonly change: Change }): VNode | null {
  if (failure === undefined) return null;
  return (
    <p class={style.failure} role="alert">
      {failure}
    </p>
  );
}
