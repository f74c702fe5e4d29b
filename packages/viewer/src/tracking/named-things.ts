import { IS_PROMPT_FILTER } from '@tracewright/schema';
import { searchExperiments } from './api/experiments.ts';
import { searchModels } from './api/registry.ts';
import { searchRuns } from './api/runs.ts';
import { mlflowText } from './api/shapes.ts';
import { modelHref } from './models/model-href.ts';
import { promptHref } from './prompts/prompt-href.ts';

/** What is said of a page that somebody looks for by its name. */
export interface NamedThing {
  readonly name: string;
  readonly kind: 'experiment' | 'prompt' | 'model' | 'run';
  readonly href: string;
}

/** Of each kind. */
const MOST = 5;
/** Whose runs are looked through: those that changed last. */
const EXPERIMENTS = 100;

/** Experiments, prompts, models and runs whose names have a text in them; of a kind that cannot be asked for none. */
export async function namedThings(text: string): Promise<readonly NamedThing[]> {
  const like = `ILIKE ${mlflowText(`%${text}%`)}`;
  const experiments = (limit: number, filter: string) => searchExperiments({ limit, filter, isDeleted: false });
  const models = async (kind: 'prompt' | 'model', filter: string, hrefOf: (name: string) => string) =>
    (await searchModels(MOST, filter, undefined)).items.map(({ name }) => ({ name, kind, href: hrefOf(name) }));
  const found = await Promise.allSettled<readonly NamedThing[]>([
    experiments(MOST, `name ${like}`).then(({ items }) =>
      items.map(
        ({ name, experiment_id: id }): NamedThing => ({ name, kind: 'experiment', href: `/experiments/${id}` }),
      ),
    ),
    models('prompt', `${IS_PROMPT_FILTER} AND name ${like}`, promptHref),
    models('model', `name ${like}`, modelHref),
    experiments(EXPERIMENTS, '').then(async ({ items }) => {
      const experimentIds = items.map(({ experiment_id: id }) => id);
      const question = { experimentIds, filter: `attributes.run_name ${like}`, order: undefined, isDeleted: false };
      const runs = await searchRuns(question, MOST);
      return runs.items.map(({ info }): NamedThing => {
        return { name: info.run_name ?? '', kind: 'run', href: `/runs/${info.run_id}` };
      });
    }),
  ]);
  return found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}
