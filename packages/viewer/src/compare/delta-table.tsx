import type { DeltaCause } from '@tracewright/attribution';
import type { VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Change } from './change.tsx';
import type { Comparison } from './comparison.ts';
import style from './delta-table.module.css';

const CAUSES: Readonly<Record<DeltaCause, { readonly label: string; readonly about: string }>> = {
  added: { label: 'Steps added', about: 'Steps that only B has' },
  removed: { label: 'Steps removed', about: 'Steps that only A has' },
  tokens: { label: 'Tokens', about: 'More or fewer tokens in the same calls, at the rates of A' },
  model: { label: 'Other model', about: 'The same calls to another model: its speed and its price per token' },
  rate: {
    label: 'Speed and price',
    about: 'Time and price per token of the same model: load, caching, share of output',
  },
  other: { label: 'Other steps', about: 'Tools, retrieval, own code, and time in no step' },
};

/** Why B took longer, used more or cost more: parts that add up to the difference. */
export function DeltaTable({ comparison: { delta } }: { readonly comparison: Comparison }): VNode {
  const rows = delta.parts
    .filter(({ steps }) => steps > 0)
    .map(({ cause, steps, timeUs, tokens, costUsd }) => [
      <span key="cause" class={style.cause} title={CAUSES[cause].about}>
        {CAUSES[cause].label}
        <span class={style.steps}>{cause === 'other' ? '' : formatCount(steps)}</span>
      </span>,
      <Change key="time" value={timeUs} of="time" />,
      <Change key="tokens" value={tokens} of="tokens" />,
      <Change key="cost" value={costUsd} of="cost" />,
    ]);
  const total = [
    <strong key="cause">B less A</strong>,
    <strong key="time">
      <Change value={delta.timeUs} of="time" />
    </strong>,
    <strong key="tokens">
      <Change value={delta.tokens} of="tokens" />
    </strong>,
    <strong key="cost">
      <Change value={delta.costUsd} of="cost" />
    </strong>,
  ];
  return (
    <div class={style.box}>
      <DataTable
        caption="Where the difference comes from"
        columns={[
          { title: 'Cause' },
          { title: 'Time waited', isNumber: true },
          { title: 'Tokens', isNumber: true },
          { title: 'Cost', isNumber: true },
        ]}
        rows={[...rows, total]}
      />
      {delta.unpricedCalls > 0 && (
        <p class={style.note}>
          {formatCount(delta.unpricedCalls)} {delta.unpricedCalls === 1 ? 'call has' : 'calls have'} no known price on
          one side: they are left out of the money.
        </p>
      )}
    </div>
  );
}
