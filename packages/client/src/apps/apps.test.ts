import { expect, test } from 'vitest';
import { ArtifactFolder } from '../artifacts/artifact-folder.ts';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';
import type { AppConfig } from './app-config.ts';
import { readFlavors, writeMlmodel } from './mlmodel-file.ts';

const server = runningCollector();

const BOT: AppConfig = {
  name: 'support-bot',
  prompt: 'prompts:/help@production',
  model: { provider: 'openai', name: 'demo-small' },
  parameters: { temperature: 0.2, stop: ['\n'] },
  tools: [{ name: 'track_order', parameters: { type: 'object' } }],
  retriever: { topK: 3 },
  module: 'export const postprocess = (answer) => answer.trim();',
  inputExample: { question: 'How long?' },
};

test('an application is logged as a model, registered, and loaded as it was when its prompt is another', async () => {
  const { apps, prompts, runs, models } = new TracewrightClient({ url: server.url });
  const prompt = await prompts.register({ name: 'help', template: 'Help with {{question}}' });
  await prompts.setAlias('help', 'production', 1);
  const run = await runs.create({ experimentId: '0' });

  const logged = await apps.log(BOT, { runId: run.id, registeredModelName: 'bot' });
  expect(logged).toMatchObject({
    uri: 'models:/bot/1',
    model: {
      name: 'support-bot',
      status: 'READY',
      runId: run.id,
      params: { model: 'demo-small', prompt: 'help/1', temperature: '0.2', stop: '["\\n"]' },
      tags: { 'tracewright.prompt.hash': prompt.hash },
    },
    version: { version: 1, runId: run.id, modelId: logged.model.id },
  });
  await prompts.register({ name: 'help', template: 'Something else' });
  await prompts.setAlias('help', 'production', 2);
  await models.setAlias('bot', 'live', 1);

  const app = await apps.load('models:/bot@live');
  expect(app.model).toMatchObject({ uri: 'models:/bot/1', runId: run.id, modelId: logged.model.id });
  const { module, prompt: _, ...rest } = BOT;
  expect(app.config).toEqual({
    ...rest,
    module: 'code/app.mjs',
    prompt: { name: 'help', version: 1, hash: prompt.hash, template: 'Help with {{question}}' },
  });
  expect(app.inputs).toEqual(['question']);
  expect(await app.moduleSource()).toBe(module);
  expect(app.format({ question: 'a tent' })).toBe('Help with a tent');
  expect(await apps.load(`models:/${logged.model.id}`)).toMatchObject({ config: app.config });
});

test('a model of another kind is refused with what serves it, and files that are none are named', async () => {
  const { apps, models, runs, connection } = new TracewrightClient({ url: server.url });
  const run = await runs.create({ experimentId: '0' });
  const files = new ArtifactFolder(connection, `${run.artifactUri}/sk`);
  await files.put(
    'MLmodel',
    'artifact_path: sk\nflavors:\n  python_function:\n    env: x\n  sklearn:\n    code: null\nrun_id: r\n',
  );
  await models.register(`runs:/${run.id}/sk`, { name: 'sk' });
  await expect(apps.load('models:/sk/1')).rejects.toMatchObject({
    code: 'NOT_IMPLEMENTED',
    message:
      'models:/sk/1 is a model of python_function, sklearn, which only MLflow can run: ' +
      `MLFLOW_TRACKING_URI=${server.url} mlflow models serve -m models:/sk/1`,
  });
  await expect(apps.load(`runs:/${run.id}/nothing`)).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: `runs:/${run.id}/nothing has no files of a model`,
  });
  await expect(apps.log({ ...BOT, prompt: 'prompts:/none/1' })).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
  });
});

test('flavours are read from what any writer has written', () => {
  expect(
    readFlavors(writeMlmodel({ run_id: 'r', flavors: { tracewright: { config: 'app.json' } }, prompts: [] })),
  ).toEqual(['tracewright']);
  expect(
    readFlavors('flavors:\n    a:\n        b:\n            c: 1\n    "d":\n        e: 2\nother:\n    f: 3\n'),
  ).toEqual(['a', 'd']);
  expect(readFlavors('run_id: r\n')).toEqual([]);
});
