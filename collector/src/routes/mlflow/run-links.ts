import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { parseUntrustedJson } from '../../untrusted-json.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { int64, keyValue, optional, repeated, requiredText, text } from './request-fields.ts';

const HISTORY_TAG = 'mlflow.log-model.history';
const MODEL_FIELDS = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'];

const DatasetInput = v.object({
  tags: repeated(keyValue),
  dataset: v.object({
    name: requiredText,
    digest: requiredText,
    source_type: requiredText,
    source: requiredText,
    schema: optional(text),
    profile: optional(text),
  }),
});

const UsedDatasets = v.object({ experiment_ids: repeated(text) });
const MAX_EXPERIMENTS = 20;
const MAX_SUMMARIES = 1_000;

/** What went into runs and came out of them. */
export const RUN_LINK_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    '2.0/mlflow/runs/log-inputs',
    v.object({
      run_id: requiredText,
      datasets: repeated(DatasetInput),
      models: repeated(v.object({ model_id: requiredText })),
    }),
    async ({ run_id: runId, datasets, models }, { stores, principal }) => {
      const inputs = datasets.map(({ tags, dataset: { source_type: sourceType, ...dataset } }) => ({
        ...dataset,
        sourceType,
        tags: new Map(tags.map(({ key, value }) => [key, value])),
      }));
      const modelIds = models.map(({ model_id: id }) => id);
      await stores.runs.addInputs(principal.workspaceId, runId, inputs, modelIds);
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/outputs',
    v.object({
      run_id: requiredText,
      models: repeated(v.object({ model_id: requiredText, step: v.nullish(int64, 0) })),
    }),
    async ({ run_id: runId, models }, { stores, principal }) => {
      const outputs = models.map(({ model_id: modelId, step }) => ({ modelId, step }));
      await stores.runs.addOutputs(principal.workspaceId, runId, outputs);
      return {};
    },
  ),
  // MLflow's own table lacks the slash, its pages ask with it.
  endpoint('POST', '2.0/mlflow/experiments/search-datasets', UsedDatasets, searchUsedDatasets),
  endpoint('POST', '2.0mlflow/experiments/search-datasets', UsedDatasets, searchUsedDatasets),
  endpoint(
    'POST',
    '2.0/mlflow/runs/log-model',
    v.object({ run_id: requiredText, model_json: requiredText }),
    async ({ run_id: runId, model_json: json }, { stores, principal }) => {
      const model = parseModel(json);
      await stores.runs.changeTag(principal.workspaceId, runId, HISTORY_TAG, (old) =>
        JSON.stringify([...parseHistory(old), model]),
      );
      return {};
    },
  ),
];

async function searchUsedDatasets(
  { experiment_ids: ids }: v.InferOutput<typeof UsedDatasets>,
  { stores, principal }: MlflowContext,
): Promise<object> {
  checkExperiments(ids);
  const used = await stores.runs.usedDatasets(principal.workspaceId, ids, MAX_SUMMARIES);
  return {
    dataset_summaries: used.map(({ experimentId, ...dataset }) => ({ experiment_id: experimentId, ...dataset })),
  };
}

function checkExperiments(ids: readonly string[]): void {
  if (ids.length === 0) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'SearchDatasets request must specify at least one experiment_id.');
  }
  if (ids.length <= MAX_EXPERIMENTS) return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `SearchDatasets request cannot specify more than ${MAX_EXPERIMENTS} experiment_ids. Received ${ids.length} ` +
      'experiment_ids.',
  );
}

function parseModel(json: string): object {
  const model = parseUntrustedJson(
    json,
    (options) =>
      new ApiError('INVALID_PARAMETER_VALUE', `Malformed model info. \n ${json} \n is not valid JSON.`, options),
  );
  if (typeof model !== 'object' || model === null || Array.isArray(model)) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'Model json must be an object.');
  }
  const missing = MODEL_FIELDS.filter((field) => !(field in model));
  if (missing.length === 0) return model;
  const fields = missing.map((field) => `'${field}'`).join(', ');
  throw new ApiError('INVALID_PARAMETER_VALUE', `Model json is missing mandatory fields: [${fields}]`);
}

/** A tag that somebody has set to something else counts as no history. */
function parseHistory(tag: string | undefined): readonly unknown[] {
  try {
    const history: unknown = JSON.parse(tag ?? '[]');
    return Array.isArray(history) ? history : [];
  } catch {
    return [];
  }
}
