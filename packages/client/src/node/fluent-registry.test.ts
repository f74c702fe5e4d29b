import { expect, test } from 'vitest';
import { configure, loadModel, registerModel, registerPrompt, searchModelVersions, transitionStage } from '../index.ts';
import { runningCollector } from '../testing/running-collector.ts';
import { defaultClient, loadPrompt, logInput, logModel, startRun } from './index.ts';

const server = runningCollector();

test('within a run, prompts, models and data are put down to it', async () => {
  configure({ url: server.url });
  const { prompts, runs, datasets } = defaultClient();
  await registerPrompt({ name: 'words', template: 'Answer {{question}}' });
  const dataset = await datasets.create({ name: 'cases' });
  const { runId, uri } = await startRun({ experiment: 'fluent' }, async (run) => {
    const prompt = await loadPrompt('prompts:/words/1', ['question']);
    expect(prompt.format({ question: 'why' })).toBe('Answer why');
    await logInput(dataset, 'evaluation');
    const app = { name: 'bot', prompt: prompt.uri, model: { provider: 'openai', name: 'demo-small' } };
    return { runId: run.id, ...(await logModel(app)) };
  });
  const run = await runs.get(runId);
  expect(JSON.parse(run.tags['mlflow.linkedPrompts'] ?? '')).toEqual([{ name: 'words', version: '1' }]);
  expect(run.datasets).toMatchObject([{ name: 'cases', digest: dataset.digest }]);
  const version = await registerModel(uri, { name: 'fluent-bot' });
  expect(version.runId).toBe(runId);
  await transitionStage('fluent-bot', 1, 'Staging');
  expect((await loadModel('models:/fluent-bot/staging')).model).toMatchObject({ runId, uri: 'models:/fluent-bot/1' });
  expect(await searchModelVersions({ filter: `run_id = '${runId}'` }).first()).toMatchObject({ name: 'fluent-bot' });
  expect(await prompts.find('words@latest')).toBeDefined();
  await expect(logInput(dataset)).rejects.toMatchObject({ code: 'INVALID_STATE' });
});
