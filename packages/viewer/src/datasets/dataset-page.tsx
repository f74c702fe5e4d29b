import type { DatasetSummary, DatasetVersion } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useAsked } from '../api/use-answer.ts';
import { ChangeFailure } from '../tracking/edit/change-failure.tsx';
import { ConfirmMenu } from '../tracking/edit/confirm-menu.tsx';
import { useChange } from '../tracking/edit/use-change.ts';
import { TrackingPage } from '../tracking/page/tracking-page.tsx';
import { Pending, Unanswered } from '../tracking/page/unanswered.tsx';
import { Nothing, Part } from '../tracking/run/part.tsx';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { DatasetUses } from './dataset-uses.tsx';
import { DatasetVersions } from './dataset-versions.tsx';
import style from './datasets.module.css';
import { deleteDataset, exportAddress, getDataset, getVersions, makeVersion } from './datasets-api.ts';
import { NsMoment } from './ns-moment.tsx';
import { RecordTable } from './record-table.tsx';
import { VersionDiff } from './version-diff.tsx';

/** `/datasets/:id?v=&vs=&record=`: a dataset by its versions, with their records, how two differ, and where it is used. */
export function DatasetPage({ id }: { readonly id: string }): VNode {
  const [, navigate] = useLocation();
  const { v, vs, record } = useQuery();
  const [revision, setRevision] = useState(0);
  const dataset = useAsked(`dataset ${id} ${revision}`, (abort) => getDataset(id, abort));
  const answer = useAsked(`dataset versions ${id} ${revision}`, (abort) => getVersions(id, abort));
  if (!dataset.value) return <Unanswered answer={dataset} what="dataset" />;
  const versions = answer.value ?? [];
  const isNow = v === 'now' || (versions.length === 0 && answer.value !== undefined);
  const shown = isNow ? undefined : (versions.find(({ version }) => String(version) === v) ?? versions[0]);
  const show = (change: {
    readonly v?: string;
    readonly vs?: string | undefined;
    readonly record?: string | undefined;
  }) => navigate(`/datasets/${id}${formatQuery({ v, vs, record, ...change })}`);
  return (
    <TrackingPage
      title={dataset.value.name}
      isWide
      above={<Link href="/datasets">Datasets</Link>}
      actions={
        <ConfirmMenu
          label="Delete"
          onConfirm={async () => {
            await deleteDataset(id);
            navigate('/datasets');
          }}
        >
          The dataset goes for good, with all its versions. Runs and evaluations that used it stay.
        </ConfirmMenu>
      }
      facts={
        <>
          <span>
            made <NsMoment ns={dataset.value.createdNs} />
          </span>
          <code>{id}</code>
        </>
      }
    >
      {dataset.value.hasChanges && (
        <Changes
          dataset={dataset.value}
          latest={versions[0]}
          onShow={() => show({ v: 'now' })}
          onMade={() => setRevision(revision + 1)}
        />
      )}
      <Part title="Versions">
        {!answer.value && <Pending answer={answer} />}
        {answer.value && versions.length === 0 && <Nothing>There is none yet.</Nothing>}
        {versions.length > 0 && (
          <DatasetVersions
            {...{ id, versions }}
            shown={shown?.version}
            onShow={(version) => show({ v: String(version), record: undefined })}
          />
        )}
      </Part>
      {(shown !== undefined || isNow) && (
        <Part
          title={shown === undefined ? 'Records, as they are now' : `Records of version ${shown.version}`}
          aside={
            shown !== undefined && (
              <a href={exportAddress(id, shown.version)} download={`${dataset.value.name}-${shown.version}.jsonl`}>
                Download as JSON lines
              </a>
            )
          }
        >
          <RecordTable
            key={shown?.version ?? `now ${revision}`}
            {...{ id }}
            version={shown?.version}
            recordCount={shown?.recordCount ?? dataset.value.recordCount}
            selected={record}
            onSelect={(recordId) => show({ record: recordId })}
          />
        </Part>
      )}
      {versions.length > 1 && shown !== undefined && (
        <Part title="Compare two versions">
          <VersionDiff {...{ id, versions }} before={vs} after={shown} onBefore={(version) => show({ vs: version })} />
        </Part>
      )}
      <Part title="Used by">
        <DatasetUses id={id} />
      </Part>
    </TrackingPage>
  );
}

interface ChangesProps {
  readonly dataset: DatasetSummary;
  readonly latest: DatasetVersion | undefined;
  readonly onShow: () => void;
  readonly onMade: () => void;
}

/** What was changed in place, as MLflow's clients do, and stands in no version. */
function Changes({ dataset: { id, name }, latest, onShow, onMade }: ChangesProps): VNode {
  const change = useChange(onMade);
  return (
    <div class={style.changes}>
      <span>
        {latest ? `Records have changed since version ${latest.version}.` : 'Its records are in no version yet.'}
      </span>
      <button type="button" class={style.commit} onClick={onShow}>
        Show them
      </button>
      <button
        type="button"
        class={style.commit}
        disabled={change.isBusy}
        onClick={() => void change.make(() => makeVersion({ id, name }))}
      >
        Make a version of them
      </button>
      <ChangeFailure change={change} />
    </div>
  );
}
