import { autolog } from '@tracewright/autolog';
import { TracewrightClient } from '@tracewright/client/node';
import { connectModels } from '@tracewright/example-model-server';
import { serveModel } from 'tracewright';
import { callModel } from './call-model.ts';
import { NAME, PROMPT, PROMPT_NAME, supportBot } from './support-bot.ts';

const models = await connectModels();
const client = new TracewrightClient();
const tracing = autolog({
  endpoint: client.connection.url,
  experiment: 'model-registry',
  serviceName: NAME,
  prices: models.prices,
  // The served model is asked without either package.
  ...{ openai: false, langchain: false },
});

// One run for each model that might answer: both are logged and registered.
await client.setExperiment('model-registry');
const prompt = await client.prompts.register({ name: PROMPT_NAME, template: PROMPT, onlyIfChanged: true });
for (const model of [models.chatModel, models.largeModel]) {
  await client.startRun({ name: `${NAME} on ${model}` }, async (run) => {
    await client.prompts.linkToRun(run.id, prompt);
    const app = supportBot(prompt.uri, model);
    const { version } = await client.apps.log(app, { runId: run.id, registeredModelName: NAME });
    console.log(`version ${version?.version} asks ${model}`);
    // The first is replaced by the second, and archived.
    await client.models.transitionStage(NAME, version?.version ?? 0, 'Production');
  });
}
const [inUse] = await client.models.getLatestVersions(NAME, ['Production']);
await client.models.setAlias(NAME, 'champion', inUse?.version ?? 0);

const served = await serveModel(`models:/${NAME}/Production`, {
  client,
  baseUrl: models.client.baseURL,
  modelApiKey: models.client.apiKey,
});
const uri = served.app.model.uri;
console.log(`${uri} is served`);

const questions = ['Can I return a tent?', 'What does the warranty cover?', 'How long is delivery?'];
const table = await callModel(served.url, { dataframe_records: questions.map((question) => ({ question })) });
const { predictions } = (await table.json()) as { readonly predictions: readonly { readonly facts: string }[] };
for (const [at, { facts }] of predictions.entries()) console.log(`${questions[at]} [${facts}]`);

const chat = { messages: [{ role: 'user', content: 'And can I return a used one?' }], stream: true };
const events = (await (await callModel(served.url, chat)).text()).trim().split('\n\n');
console.log(`a conversation came in ${events.length} events`);

// What was called is found by the version that has answered.
await tracing.flush();
const filter = new URLSearchParams({ filter: `metadata.model = '${uri}'` });
const found = await fetch(`${client.connection.url}/api/v1/traces?${filter}`);
const { total } = (await found.json()) as { readonly total: number };
console.log(`${total} traces of ${uri}`);
for await (const { version, change } of client.models.history(NAME)) {
  if (change.kind === 'stage') console.log(`version ${version} went from ${change.from} to ${change.to}`);
}

await served.close();
await tracing.shutdown();
await models.close();
