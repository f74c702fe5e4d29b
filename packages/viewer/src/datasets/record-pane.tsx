import type { DatasetRecord } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { ValueView } from '../trace/content/value-view.tsx';
import { Icon } from '../ui/icon.tsx';
import style from './record-pane.module.css';
import { traceIdOf } from './trace-id-of.ts';

/** One record, whole. */
export function RecordPane({
  record,
  onClose,
}: {
  readonly record: DatasetRecord;
  readonly onClose: () => void;
}): VNode {
  const traceId = traceIdOf(record);
  const parts = [
    ['Inputs', record.inputs],
    ['Expected', record.expectations],
    ['Context', record.context],
    ['Outputs', record.outputs],
    ['Tags', record.tags],
  ] as const;
  return (
    <section class={style.pane} aria-label={`Record ${record.id}`}>
      <header class={style.head}>
        <code>{record.id}</code>
        {traceId !== undefined && <Link href={`/traces/${traceId}`}>The trace that it is from</Link>}
        <button type="button" class={style.close} aria-label="Close the record" onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </header>
      {parts.map(
        ([title, value]) =>
          value !== undefined && (
            <div key={title} class={style.part}>
              <h3 class={style.title}>{title}</h3>
              <ValueView value={value} />
            </div>
          ),
      )}
    </section>
  );
}
