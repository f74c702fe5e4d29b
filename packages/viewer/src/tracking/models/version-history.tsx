import type { ModelChange, ModelHistoryItem, Page } from '@tracewright/schema';
import type { VNode } from 'preact';
import type { Answer } from '../../api/use-answer.ts';
import { epochMs } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Moment } from '../page/run-facts.tsx';
import { Pending } from '../page/unanswered.tsx';
import style from './version-history.module.css';

export interface VersionHistoryProps {
  readonly answer: Answer<Page<ModelHistoryItem>>;
}

/** Who moved which version where, and when. */
export function VersionHistory({ answer }: VersionHistoryProps): VNode {
  const { value } = answer;
  if (!value) return <Pending answer={answer} />;
  if (value.items.length === 0) return <p class={style.none}>Nothing has been noted of it.</p>;
  const rest = value.total - value.items.length;
  return (
    <>
      <DataTable
        caption="What happened, the newest first"
        isCaptionHidden
        columns={[{ title: 'Version' }, { title: 'What happened' }, { title: 'By' }, { title: 'When' }]}
        rows={value.items.map((item) => [
          item.version,
          changeText(item.change),
          item.by,
          <Moment key="at" ms={epochMs(item.atNs)} />,
        ])}
      />
      {rest > 0 && <p class={style.none}>and {formatCount(rest)} earlier</p>}
    </>
  );
}

function changeText(change: ModelChange): string {
  switch (change.kind) {
    case 'created':
      return 'registered';
    case 'deleted':
      return 'deleted';
    case 'stage':
      return `stage ${change.from} → ${change.to}`;
    case 'alias': {
      const { alias, from, to } = change;
      if (to === null) return `alias ${alias} taken away`;
      return from === null ? `alias ${alias} given` : `alias ${alias} moved here from version ${from}`;
    }
  }
}
