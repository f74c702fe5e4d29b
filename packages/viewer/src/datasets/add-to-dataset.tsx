import type { MadeDatasetVersion } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { TraceFilter } from '../api/asked.ts';
import { useAsked } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import item from '../traces/toolbar/menu-item.module.css';
import { ChangeFailure } from '../tracking/edit/change-failure.tsx';
import { useChange } from '../tracking/edit/use-change.ts';
import { datasetHref } from './dataset-href.ts';
import { findDatasets, makeFromTraces } from './datasets-api.ts';

const MOST = 10_000;

/** Makes records of the traces of a filter: a new dataset, or a further version of one that is there. */
export function AddToDataset({ filter }: { readonly filter: TraceFilter }): VNode {
  const [name, setName] = useState('');
  const [limit, setLimit] = useState(1_000);
  const [hasFeedback, setFeedback] = useState(false);
  const [made, setMade] = useState<MadeDatasetVersion>();
  const known = useAsked(`datasets named ${name}`, () => findDatasets(name, 10));
  const listId = useId();
  const change = useChange();
  if (made !== undefined) {
    const { dataset, version, isNew } = made;
    return (
      <p class={item.note} role="status">
        {isNew ? 'Made ' : 'Nothing is new: '}
        <Link href={datasetHref(dataset.id, version.version)}>
          version {version.version} of {dataset.name}
        </Link>
        , {formatCount(version.recordCount)} records
      </p>
    );
  }
  return (
    <form
      class={item.form}
      onSubmit={async (event) => {
        event.preventDefault();
        const wanted = { name: name.trim(), mode: 'add', limit, hasFeedback } as const;
        await change.make(async () => setMade(await makeFromTraces(filter, wanted)));
      }}
    >
      <label class={item.field}>
        Dataset
        <input
          type="text"
          list={listId}
          maxLength={500}
          value={name}
          placeholder="new or existing name"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <datalist id={listId}>
        {known.value?.items.map((dataset) => (
          <option key={dataset.id} value={dataset.name} />
        ))}
      </datalist>
      <label class={item.field}>
        Newest traces, at most
        <input
          type="number"
          min={1}
          max={MOST}
          value={limit}
          onInput={(event) => setLimit(Math.min(MOST, Math.max(1, event.currentTarget.valueAsNumber || 1)))}
        />
      </label>
      <label class={item.item}>
        <input type="checkbox" checked={hasFeedback} onChange={(event) => setFeedback(event.currentTarget.checked)} />
        Only those that somebody has judged
      </label>
      <button type="submit" class={item.submit} disabled={change.isBusy || name.trim() === ''}>
        Add to dataset
      </button>
      <ChangeFailure change={change} />
    </form>
  );
}
