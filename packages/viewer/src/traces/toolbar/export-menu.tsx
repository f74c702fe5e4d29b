import type { VNode } from 'preact';
import type { TraceFilter } from '../../api/asked.ts';
import { exportAddress } from '../../api/traces.ts';
import { Menu } from './menu.tsx';
import style from './menu-item.module.css';

/** Downloads the traces of a filter. */
export function ExportMenu({
  filter,
  label = 'Export',
}: {
  readonly filter: TraceFilter;
  readonly label?: string;
}): VNode {
  return (
    <Menu label={label}>
      {(close) => (
        <>
          <a class={style.item} href={exportAddress(filter, 'otlp')} download="traces.jsonl" onClick={close}>
            OTLP, one JSON line per trace
          </a>
          <a class={style.item} href={exportAddress(filter, 'csv')} download="traces.csv" onClick={close}>
            CSV, one line per span, no texts
          </a>
        </>
      )}
    </Menu>
  );
}
