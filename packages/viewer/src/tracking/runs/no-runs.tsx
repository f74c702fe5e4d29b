import type { VNode } from 'preact';
import { NothingMatches } from '../../traces/nothing-matches.tsx';
import { SnippetCard } from '../../ui/snippet-card.tsx';
import { clientSnippets } from '../experiments/client-snippets.ts';
import style from './no-runs.module.css';
import type { RunsChange, RunsQuery } from './runs-url.ts';

export interface NoRunsProps {
  readonly query: RunsQuery;
  /** Of the experiment; undefined until it is known. */
  readonly name: string | undefined;
  readonly isDeletedExperiment: boolean;
  readonly onChange: (change: RunsChange) => void;
}

/** Instead of a table without rows: why there are none, and what to do about it. */
export function NoRuns({ query, name, isDeletedExperiment, onChange }: NoRunsProps): VNode {
  if (query.q) return <NothingMatches noun="run" onClear={() => onChange({ q: undefined })} />;
  if (query.deleted) {
    return (
      <p class={style.note}>No run of this experiment has been deleted, or retention has taken them out for good.</p>
    );
  }
  return (
    <section class={style.connect}>
      <h2 class={style.heading}>No run has been logged in this experiment</h2>
      <p class={style.text}>
        {isDeletedExperiment
          ? 'It was deleted, and its runs with it: they are among the deleted ones.'
          : 'Runs appear here as soon as a client starts them.'}
      </p>
      {!isDeletedExperiment && <SnippetCard snippets={clientSnippets(location.origin, name)} legend="Which client" />}
    </section>
  );
}
