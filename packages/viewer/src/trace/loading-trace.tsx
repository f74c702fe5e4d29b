import type { VNode } from 'preact';
import style from './loading-trace.module.css';

const ROWS = Array.from({ length: 14 }, (_, at) => at);

/** The page of a trace before it has come: where everything will be, so that nothing jumps. */
export function LoadingTrace(): VNode {
  return (
    <div class={style.page} role="status">
      <span class="visually-hidden">Loading the trace</span>
      <div class={style.header}>
        <i class={style.title} />
        <i class={style.figures} />
      </div>
      <div class={style.strip}>
        <i class={style.bar} />
      </div>
      <div class={style.tools}>
        <i class={style.tool} />
      </div>
      <div class={style.rows}>
        {ROWS.map((row) => (
          <p key={row} class={style.row}>
            <i class={style.name} style={{ marginLeft: `${(row % 5) * 14}px` }} />
            <i class={style.span} style={{ marginLeft: `${row * 5}%` }} />
          </p>
        ))}
      </div>
    </div>
  );
}
