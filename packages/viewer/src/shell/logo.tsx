import type { VNode } from 'preact';
import style from './logo.module.css';

export function Logo(): VNode {
  return (
    <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
      <rect class={style.root} x="3" y="5" width="26" height="5" rx="2.5" />
      <rect class={style.wait} x="7" y="13.5" width="15" height="5" rx="2.5" />
      <rect class={style.work} x="16" y="22" width="13" height="5" rx="2.5" />
    </svg>
  );
}
