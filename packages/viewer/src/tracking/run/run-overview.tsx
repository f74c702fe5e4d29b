import type { VNode } from 'preact';
import { deleteRunTag, type MlflowRun, setRunTag } from '../api/runs.ts';
import { NOTE_TAG, tagOf } from '../api/shapes.ts';
import { EditableNote } from '../edit/editable-note.tsx';
import { EditableTags } from '../edit/editable-tags.tsx';
import { MetricsTable } from './metrics-table.tsx';
import { PairsTable } from './pairs-table.tsx';
import { RunInputs } from './run-inputs.tsx';
import { RunLineage } from './run-lineage.tsx';
import style from './run-overview.module.css';
import { RunSource } from './run-source.tsx';

export interface RunOverviewProps {
  readonly run: MlflowRun;
  /** Something of it is another now. */
  readonly onChanged: () => void;
}

/** What a run was given and what came of it, at a glance. */
export function RunOverview({ run, onChanged }: RunOverviewProps): VNode {
  const { info, data } = run;
  const runId = info.run_id;
  const tags = data.tags ?? [];
  return (
    <>
      <div class={style.words}>
        <EditableNote
          key={tagOf(tags, NOTE_TAG)}
          text={tagOf(tags, NOTE_TAG) ?? ''}
          of={info.run_name || runId}
          onSave={(text) => setRunTag(runId, NOTE_TAG, text).then(onChanged)}
        />
        <EditableTags
          tags={tags}
          onSet={(key, value) => setRunTag(runId, key, value).then(onChanged)}
          onDelete={(key) => deleteRunTag(runId, key).then(onChanged)}
        />
      </div>
      <div class={style.columns}>
        <MetricsTable runId={runId} metrics={data.metrics ?? []} />
        <PairsTable title="Parameters" name="Parameter" pairs={data.params ?? []} />
      </div>
      <div class={style.columns}>
        <RunSource tags={tags} artifactUri={info.artifact_uri} />
        <RunLineage run={run} />
      </div>
      <RunInputs run={run} />
    </>
  );
}
