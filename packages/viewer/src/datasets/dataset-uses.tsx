import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAsked } from '../api/use-answer.ts';
import { Pending } from '../tracking/page/unanswered.tsx';
import { Nothing } from '../tracking/run/part.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { getUses } from './datasets-api.ts';
import { NsMoment } from './ns-moment.tsx';

/** Runs and evaluations that have used a dataset, the newest first. */
export function DatasetUses({ id }: { readonly id: string }): VNode {
  const answer = useAsked(`dataset uses ${id}`, (abort) => getUses(id, abort));
  if (!answer.value) return <Pending answer={answer} />;
  if (answer.value.length === 0) return <Nothing>No run has used it yet.</Nothing>;
  return (
    <DataTable
      caption="Runs that have used it"
      isCaptionHidden
      columns={[
        { title: 'Run' },
        { title: 'Version', isNumber: true },
        { title: 'Used for' },
        { title: 'Began', isMinor: true },
        { title: 'Digest', isMinor: true },
      ]}
      rows={answer.value.map(({ runId, runName, isEvaluation, version, context, startNs, digest }) => [
        <Link key="run" href={isEvaluation ? `/evals/${runId}` : `/runs/${runId}`}>
          {runName}
        </Link>,
        version === null ? '–' : String(version),
        context ?? '–',
        <NsMoment key="began" ns={startNs} />,
        <code key="digest">{digest.slice(0, 12)}</code>,
      ])}
    />
  );
}
