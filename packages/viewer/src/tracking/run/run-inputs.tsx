import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { datasetHref } from '../../datasets/dataset-href.ts';
import { ValueView } from '../../trace/content/value-view.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import type { MlflowRun } from '../api/runs.ts';
import { tagOf } from '../api/shapes.ts';
import { Part } from './part.tsx';

/** Of one that is kept here, as clients name it in its source. */
function datasetIdOf(source: string | undefined): string | undefined {
  return /"dataset_id": ?"(d-[0-9a-f]{32})"/.exec(source ?? '')?.[1];
}

/** The datasets that went into a run; nothing where none was logged. */
export function RunInputs({ run }: { readonly run: MlflowRun }): VNode | null {
  const datasets = run.inputs?.dataset_inputs ?? [];
  if (datasets.length === 0) return null;
  return (
    <Part title="Datasets">
      <DataTable
        caption="Datasets that went into the run"
        isCaptionHidden
        columns={[
          { title: 'Dataset' },
          { title: 'Used for' },
          { title: 'Digest' },
          { title: 'Source' },
          { title: 'Schema' },
          { title: 'Profile' },
        ]}
        rows={datasets.map(({ dataset, tags }) => [
          datasetIdOf(dataset.source) === undefined ? (
            dataset.name
          ) : (
            <Link key="name" href={datasetHref(datasetIdOf(dataset.source) ?? '')}>
              {dataset.name}
            </Link>
          ),
          tagOf(tags, 'mlflow.data.context') ?? '–',
          <code key="digest">{dataset.digest}</code>,
          <ValueView key="source" value={dataset.source ?? '–'} isFolded />,
          <ValueView key="schema" value={dataset.schema || '–'} isFolded />,
          <ValueView key="profile" value={dataset.profile || '–'} isFolded />,
        ])}
      />
    </Part>
  );
}
