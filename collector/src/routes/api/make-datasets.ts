import type { MadeDatasetVersion, NewDatasetVersion } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { givenRecord } from '../../datasets/record-answer.ts';
import { recordsFromTraces, type TraceSources } from '../../datasets/records-from-traces.ts';
import { ApiError } from '../../errors.ts';
import type { Dataset, DatasetStore } from '../../storage/tracking/datasets/dataset-store.ts';
import type { DatasetVersionStore, VersionChange } from '../../storage/tracking/datasets/dataset-version-store.ts';
import type { ExperimentStore } from '../../storage/tracking/experiments/experiment-store.ts';
import { type Asking, askedTraces } from './asked-traces.ts';
import { summaryOf, versionAnswer } from './dataset-answers.ts';
import { DatasetOfRecords, DatasetOfTraces } from './dataset-bodies.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { turns } from './turns-by-key.ts';

const MAX_BODY_BYTES = 64 * 1_024 * 1_024;

/** What datasets are kept in and made from. */
export interface DatasetDeps extends TraceSources {
  readonly datasets: DatasetStore;
  readonly versions: DatasetVersionStore;
  readonly experiments: Pick<ExperimentStore, 'getById'>;
  readonly asking: Asking;
}

/** `POST /api/v1/datasets`, of records, and `POST /api/v1/datasets/from-traces`, of the traces that the query asks for. */
export function makeDatasetRoutes(deps: DatasetDeps): Hono<AppEnv> {
  // Two who name a dataset that is not there yet make one of it.
  const inTurn = turns();
  const make = (workspaceId: string, into: Into, change: VersionChange): Promise<MadeDatasetVersion> =>
    inTurn(`${workspaceId} ${into.name}`, () => makeVersion(deps, workspaceId, into, change));
  return new Hono<AppEnv>()
    .post('/datasets', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId, subject } = c.get('principal');
      const { records, mode, pointer, note, ...into } = await jsonBody(c, DatasetOfRecords);
      const given = records && { mode, given: records.map(givenRecord) };
      return c.json(await make(workspaceId, into, { records: given, pointer, note, by: subject }));
    })
    .post('/datasets/from-traces', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId, subject } = c.get('principal');
      const filter = await askedTraces(c, deps.asking);
      const { mode, note, limit, hasFeedback, ...into } = await jsonBody(c, DatasetOfTraces);
      const given = await recordsFromTraces(deps, workspaceId, filter, { limit, hasFeedback });
      if (given.length === 0) {
        throw new ApiError(
          'INVALID_PARAMETER_VALUE',
          'no such trace says what it was called with: there are no records',
        );
      }
      return c.json(await make(workspaceId, into, { records: { mode, given }, note, by: subject }));
    });
}

type Into = Pick<NewDatasetVersion, 'name' | 'id' | 'experimentIds' | 'tags'>;

async function makeVersion(
  { datasets, versions, experiments }: DatasetDeps,
  workspaceId: string,
  into: Into,
  change: VersionChange,
): Promise<MadeDatasetVersion> {
  const { experimentIds = [], tags = {} } = into;
  for (const id of experimentIds) {
    if ((await experiments.getById(workspaceId, id)) === undefined) {
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists`);
    }
  }
  const known = await findDataset(datasets, workspaceId, into);
  const given = { name: into.name, experimentIds, tags: new Map(Object.entries(tags)) };
  const { id } = known ?? (await datasets.create(workspaceId, given));
  if (known !== undefined) {
    if (experimentIds.length > 0) await datasets.addExperiments(workspaceId, id, experimentIds);
    if (given.tags.size > 0) await datasets.setTags(workspaceId, id, given.tags);
  }
  const { version, isNew } = await versions.make(workspaceId, id, change);
  const [made] = await versions.withLatest(workspaceId, [await datasets.get(workspaceId, id)]);
  return { dataset: summaryOf(made!), version: versionAnswer(version), isNew };
}

/** The one that is named: by its id, or the newest of the name. */
async function findDataset(
  datasets: DatasetStore,
  workspaceId: string,
  { id, name }: Into,
): Promise<Dataset | undefined> {
  if (id !== undefined) return datasets.get(workspaceId, id);
  const named = { kind: 'attribute', key: 'name', operator: '=', values: [name] } as const;
  return (await datasets.search(workspaceId, [], { conditions: [named], order: [], limit: 1 })).items[0];
}
