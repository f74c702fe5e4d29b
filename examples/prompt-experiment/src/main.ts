import { autolog } from '@tracewright/autolog';
import { TracewrightClient } from '@tracewright/client/node';
import { connectModels } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { NAME, VERSIONS } from './prompt-versions.ts';
import { QUESTIONS } from './questions.ts';
import { tryPrompt } from './try-prompt.ts';

const models = await connectModels();
const client = new TracewrightClient();
const experiment = await client.setExperiment('prompt-experiment');
const tracing = autolog({
  endpoint: client.connection.url,
  experiment: experiment.name,
  serviceName: NAME,
  prices: models.prices,
});
const openai = new OpenAI(models.client);

// Run once more it is the same version: the questions have not changed.
const { version } = await client.datasets.register({
  name: 'shop questions',
  experimentIds: [experiment.id],
  records: QUESTIONS.map(({ question, expected }) => ({ inputs: { question }, expectations: { expected } })),
});
const dataset = await client.datasets.load({ dataset: 'shop questions', version });

// Every version on every model, at the same time; the runs are children of one.
const parentId = await client.startRun({ name: 'prompts and models' }, async (parent) => {
  const prompts = [];
  for (const version of VERSIONS) prompts.push(await client.prompts.register({ name: NAME, ...version }));
  const trials = prompts.flatMap((prompt) =>
    [models.chatModel, models.largeModel].map((model) => ({ prompt, model, dataset })),
  );
  await Promise.all(trials.map((trial) => tryPrompt(client, openai, trial)));
  return parent.id;
});

// The server adds up what the traces say once it has them.
await tracing.flush();
const found = await client
  .searchRuns<'prompt' | 'model', 'accuracy' | 'total_cost_usd' | 'prompt_tokens' | 'completion_tokens' | 'llm_calls'>({
    filter: `tags.\`mlflow.parentRunId\` = '${parentId}'`,
    orderBy: ['metrics.accuracy DESC', 'metrics.total_cost_usd ASC'],
  })
  .toArray();
for (const { name, metrics } of found) {
  const tokens = (metrics.prompt_tokens ?? 0) + (metrics.completion_tokens ?? 0);
  const cost = metrics.total_cost_usd === undefined ? 'unpriced' : `${metrics.total_cost_usd.toFixed(6)} USD`;
  console.log(`${name}: accuracy ${metrics.accuracy}, ${metrics.llm_calls} calls, ${tokens} tokens, ${cost}`);
}

// The best one goes into production …
const best = found[0]?.params.prompt;
await client.prompts.setAlias(NAME, 'production', Number(best));
const inUse = await client.prompts.load(`prompts:/${NAME}@production`, ['facts', 'question']);
console.log(`production is version ${inUse.version}: ${inUse.commitMessage}`);

// … and is what one comes back to.
const [first] = VERSIONS;
const hasty = await client.prompts.register({ name: NAME, ...first, commitMessage: 'As it was' });
await client.prompts.setAlias(NAME, 'production', hasty.version);
const again = await client.prompts.rollback(NAME, 'production');
console.log(`version ${hasty.version} was in production; it is version ${again.version} again`);

await tracing.shutdown();
await models.close();
