/** Answers of MLflow's interface, as far as the pages' tests need them; undefined where it is none. */
export function answerMlflow(path: string, query: URLSearchParams): unknown {
  switch (path) {
    case '/ajax-api/2.0/mlflow/experiments/search':
      return { experiments: [EXPERIMENT] };
    case '/ajax-api/2.0/mlflow/experiments/get':
      return query.get('experiment_id') === EXPERIMENT.experiment_id ? { experiment: EXPERIMENT } : undefined;
    case '/ajax-api/2.0/mlflow/runs/search':
      return { runs: [RUN, BARE_RUN] };
    case '/ajax-api/2.0/mlflow/runs/get':
      return query.get('run_id') === RUN.info.run_id ? { run: RUN } : undefined;
    case '/ajax-api/2.0/mlflow/artifacts/list':
      return query.get('path') === 'plots'
        ? { files: [{ path: 'plots/roc.svg', is_dir: false, file_size: 2_048 }] }
        : {
            files: [
              { path: 'plots', is_dir: true },
              { path: 'report.txt', is_dir: false, file_size: 12 },
            ],
          };
    case '/ajax-api/2.0/mlflow/registered-models/search':
      return { registered_models: [MODEL] };
    case '/ajax-api/2.0/mlflow/registered-models/get':
      return query.get('name') === MODEL.name ? { registered_model: MODEL } : undefined;
    case '/ajax-api/2.0/mlflow/model-versions/search':
      return { model_versions: [VERSION] };
    default:
      return undefined;
  }
}

const NOW_MS = 1_790_000_000_000;
const EXPERIMENT = {
  ...{ experiment_id: '4', name: 'prompt tuning', lifecycle_stage: 'active' },
  ...{ creation_time: NOW_MS, last_update_time: NOW_MS },
};
const RUN = {
  info: {
    ...{ run_id: '0a1b', run_name: 'shorter prompt', experiment_id: '4', user_id: 'ann', status: 'FINISHED' },
    ...{ start_time: NOW_MS, end_time: NOW_MS + 4_200, lifecycle_stage: 'active' },
  },
  data: {
    metrics: [
      { key: 'accuracy', value: 0.9125, timestamp: NOW_MS, step: 3 },
      { key: 'loss', value: 'NaN', timestamp: NOW_MS, step: 0 },
    ],
    params: [{ key: 'model', value: 'gpt-4o' }],
    tags: [
      { key: 'mlflow.user', value: 'ann' },
      { key: 'team', value: '<b>shop</b>' },
    ],
  },
};
const BARE_RUN = { info: { ...RUN.info, run_id: '0c2d', run_name: '', status: 'KILLED', end_time: null }, data: {} };
const VERSION = {
  ...{ name: 'support bot', version: '3', creation_timestamp: NOW_MS, current_stage: 'Production' },
  ...{ run_id: '0a1b', aliases: ['champion'], description: 'the shorter prompt' },
};
const MODEL = {
  ...{ name: 'support bot', creation_timestamp: NOW_MS, last_updated_timestamp: NOW_MS, latest_versions: [VERSION] },
  aliases: [{ alias: 'champion', version: '3' }],
};
