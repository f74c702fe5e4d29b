import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { FoldedText } from '../../trace/content/folded-text.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import type { KeyValue } from '../api/shapes.ts';
import { byMlflowLast } from '../page/run-facts.tsx';
import { FindIn } from './find-in.tsx';
import { Nothing, Part } from './part.tsx';

/** Of a parameter or a tag: prompts are among them. */
const FOLD_LINES = 8;

export interface PairsTableProps {
  readonly title: string;
  /** Of one of them. */
  readonly name: string;
  readonly pairs: readonly KeyValue[];
}

/** Names and their values, long ones folded. */
export function PairsTable({ title, name, pairs }: PairsTableProps): VNode {
  const [wanted, setWanted] = useState('');
  const text = wanted.toLowerCase();
  const found = pairs.filter(
    ({ key, value }) => key.toLowerCase().includes(text) || value.toLowerCase().includes(text),
  );
  return (
    <Part
      title={title}
      aside={<FindIn label={`Find a ${name.toLowerCase()}`} count={pairs.length} text={wanted} onText={setWanted} />}
    >
      {pairs.length === 0 ? (
        <Nothing>None was logged.</Nothing>
      ) : (
        <DataTable
          caption={`${title} and their values`}
          isCaptionHidden
          columns={[{ title: name }, { title: 'Value' }]}
          rows={[...found]
            .sort(byMlflowLast)
            .map(({ key, value }) => [key, <FoldedText key={key} text={value} foldLines={FOLD_LINES} />])}
        />
      )}
    </Part>
  );
}
