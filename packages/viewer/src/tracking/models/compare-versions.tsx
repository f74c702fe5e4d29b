import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatQuery } from '../../url/query.ts';
import type { MlflowModelVersion } from '../api/registry.ts';
import { getRuns } from '../api/runs.ts';
import { DifferenceTable } from '../compare-runs/difference-table.tsx';
import { Pending } from '../page/unanswered.tsx';
import { listedRun } from '../runs/listed-run.ts';
import style from './registry.module.css';
import { VersionChoice } from './version-choice.tsx';

export interface CompareVersionsProps {
  /** The newest first; at least two. */
  readonly versions: readonly MlflowModelVersion[];
  /** From the URL; undefined: the newest and the one before. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly onChange: (change: { readonly v?: string; readonly vs?: string }) => void;
  /** There is something to see, or nothing will be. */
  readonly onShown: () => void;
}

/** What differs between two versions of a model: between the runs that they were made from. */
export function CompareVersions({ versions, before, after, onChange, onShown }: CompareVersionsProps): VNode {
  const right = versions.find(({ version }) => version === after) ?? versions[0];
  const left = versions.find(({ version }) => version === before) ?? versions.find((each) => each !== right);
  const runIds = [left?.run_id, right?.run_id].filter((id) => id !== undefined && id !== '');
  const answer = useAsked(runIds.length === 2 ? `runs ${runIds.join()}` : undefined, (abort) =>
    getRuns(runIds as readonly string[], abort),
  );
  const isShown = runIds.length < 2 || answer.value !== undefined || answer.failure !== undefined;
  useEffect(() => {
    if (isShown) onShown();
  }, [isShown]);
  const numbers = versions.map(({ version }) => version);
  return (
    <>
      <div class={style.bar}>
        <VersionChoice label="Version" versions={numbers} value={left?.version} onChange={(vs) => onChange({ vs })} />
        <VersionChoice
          label="and version"
          versions={numbers}
          value={right?.version}
          onChange={(v) => onChange({ v })}
        />
        {runIds.length === 2 && (
          <Link href={`/compare-runs${formatQuery({ runs: runIds.join() })}`}>Compare their runs in full</Link>
        )}
      </div>
      {runIds.length < 2 && <p class={style.none}>Not both name the run that they were made from.</p>}
      {runIds.length === 2 && runIds[0] === runIds[1] && <p class={style.none}>Both were made from the same run.</p>}
      {runIds.length === 2 && runIds[0] !== runIds[1] && !answer.value && <Pending answer={answer} />}
      {answer.value && answer.isCurrent && answer.value.length === 2 && runIds[0] !== runIds[1] && (
        <DifferenceTable runs={answer.value.map(listedRun)} isAll={false} flip={undefined} />
      )}
      {answer.value && answer.value.length < 2 && <p class={style.none}>A run of theirs is not there any more.</p>}
    </>
  );
}
