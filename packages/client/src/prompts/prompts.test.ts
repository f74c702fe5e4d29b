import { expect, expectTypeOf, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';
import { diffWords } from './diff-words.ts';
import { usedPrompt } from './run-prompts.ts';

const server = runningCollector();
const prompts = () => new TracewrightClient({ url: server.url, username: 'ann' }).prompts;

test('a prompt is registered, loaded by version and by alias, and filled in', async () => {
  const first = await prompts().register({
    name: 'answer',
    template: 'Answer {{question}} in {{ language }}.',
    commitMessage: 'first',
    tags: { team: 'help' },
    modelConfig: { model_name: 'demo-small', temperature: 0.2 },
  });
  expect(first).toMatchObject({ name: 'answer', version: 1, commitMessage: 'first', tags: { team: 'help' } });
  expect(first.variables).toEqual(['question', 'language']);
  expect(first.format({ question: 'why', language: 'German' })).toBe('Answer why in German.');
  // @ts-expect-error a variable is missing
  expect(() => first.format({ question: 'why' })).toThrow('prompt answer/1 has no value for language');
  // @ts-expect-error there is no such variable
  expect(() => first.format({ question: 'why', language: 'x', tone: 'kind' })).toThrow('has no variable tone');

  await prompts().setAlias('answer', 'production', 1);
  const loaded = await prompts().load('prompts:/answer@production', ['question', 'language']);
  expect(loaded).toEqual({ ...first, aliases: ['production'] });
  expect(loaded.modelConfig).toEqual({ model_name: 'demo-small', temperature: 0.2 });
  expectTypeOf(loaded.format)
    .parameter(0)
    .toEqualTypeOf<Readonly<Record<'question' | 'language', string | number | bigint | boolean>>>();
  await expect(prompts().load('prompts:/answer/1', ['question'])).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: 'prompts:/answer/1 has the variables question, language, not question',
  });
});

test('a prompt may be kept for a while; what this client changes it sees at once all the same', async () => {
  const [one, other] = [prompts(), prompts()];
  for (const template of ['first', 'second', 'third']) await one.register({ name: 'kept', template });
  await one.setAlias('kept', 'live', 1);
  const live = (of: typeof one) => of.load('kept@live', { cacheTtlMs: 60_000 }).then(({ version }) => version);
  expect(await live(one)).toBe(1);
  await other.setAlias('kept', 'live', 2);
  expect([await live(one), (await one.load('kept@live')).version]).toEqual([1, 2]);
  await one.setAlias('kept', 'live', 3);
  expect(await live(one)).toBe(3);
  await expect(one.load('kept@live', ['question'], { cacheTtlMs: 60_000 })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  });
});

test('a prompt may be a conversation, whose roles and variables are known', async () => {
  const chat = await prompts().register({
    name: 'chat',
    template: [
      { role: 'system', content: 'Be {{how}}.' },
      { role: 'user', content: '{{question}}' },
    ],
    responseFormat: { type: 'object' },
  });
  const [system, user] = chat.format({ how: 'brief', question: 'why?' });
  expect([system, user]).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'why?' },
  ]);
  expectTypeOf(user.role).toEqualTypeOf<'user'>();
  expect(await prompts().load('chat')).toEqual({ ...chat, aliases: [] });
  expect(chat.responseFormat).toEqual({ type: 'object' });
});

test('versions are a change log, and the same text has the same hash under any number', async () => {
  const versions = ['Be brief.', 'Be very brief.', 'Be brief.'];
  for (const [at, template] of versions.entries()) {
    await prompts().register({ name: 'log', template, commitMessage: `change ${at + 1}` });
  }
  const same = await prompts().register({ name: 'log', template: 'Be brief.', onlyIfChanged: true });
  expect(same.version).toBe(3);
  const log = await prompts().versions('log').toArray();
  expect(log.map(({ version, commitMessage }) => [version, commitMessage])).toEqual([
    [3, 'change 3'],
    [2, 'change 2'],
    [1, 'change 1'],
  ]);
  expect(log[0]?.hash).toBe(log[2]?.hash);
  expect(log[0]?.hash).not.toBe(log[1]?.hash);
  expect(diffWords(String(log[0]?.template), String(log[1]?.template))).toEqual([
    { kind: 'same', text: 'Be ' },
    { kind: 'added', text: 'very ' },
    { kind: 'same', text: 'brief.' },
  ]);
});

test('an alias is promoted and rolled back, as often as it was promoted, and who did it is kept', async () => {
  for (const template of ['one', 'two', 'three']) await prompts().register({ name: 'moved', template });
  for (const version of [1, 2, 3]) await prompts().setAlias('moved', 'production', version);
  expect(await prompts().rollback('moved', 'production')).toMatchObject({ version: 2, template: 'two' });
  expect(await prompts().rollback('moved', 'production')).toMatchObject({ version: 1 });
  await expect(prompts().rollback('moved', 'production')).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: 'production of prompt moved has not stood for another version before',
  });
  await prompts().deleteAlias('moved', 'production');
  expect(await prompts().find('prompts:/moved@production')).toBeUndefined();
  expect(await prompts().rollback('moved', 'production')).toMatchObject({ version: 1 });
  const events = await prompts().history('moved').toArray();
  expect(events.slice(0, 3).map(({ version, change, by }) => ({ version, change, by }))).toEqual([
    { version: 1, change: { kind: 'alias', alias: 'production', from: null, to: 1 }, by: 'ann' },
    { version: 1, change: { kind: 'alias', alias: 'production', from: 1, to: null }, by: 'ann' },
    { version: 1, change: { kind: 'alias', alias: 'production', from: 2, to: 1 }, by: 'ann' },
  ]);
});

test('prompts are found by name and tag, and models are none of them', async () => {
  await prompts().register({ name: 'found', template: 'x', tags: { team: 'search' } });
  const found = await prompts().search({ filter: "name = 'found' AND tags.team = 'search'" }).toArray();
  expect(found).toMatchObject([{ name: 'found', tags: { team: 'search' } }]);
  await prompts().setTag('found', 'owner', "o'neil");
  expect((await prompts().get('found')).tags).toEqual({ team: 'search', owner: "o'neil" });
  await prompts().delete('found');
  expect(await prompts().find('found')).toBeUndefined();
});

test('a run that has used a prompt is found by what the prompt says, and knows its name and version', async () => {
  const { runs } = new TracewrightClient({ url: server.url });
  const one = await prompts().register({ name: 'used-here', template: 'Be kind to {{whom}}.' });
  const same = await prompts().register({ name: 'used-there', template: 'Be kind to {{whom}}.' });
  const other = await prompts().register({ name: 'used-here', template: 'Be rude.' });
  const run = await runs.create({ experimentId: '0' });
  for (const prompt of [one, same, one]) await prompts().linkToRun(run.id, prompt);
  const found = async (prompt: { hash: string }) =>
    (await runs.search({ experimentIds: ['0'], filter: usedPrompt(prompt) }).toArray()).map(({ id }) => id);
  expect([await found(same), await found(other)]).toEqual([[run.id], []]);
  expect(JSON.parse((await runs.get(run.id)).tags['mlflow.linkedPrompts'] ?? '')).toEqual([
    { name: 'used-here', version: '1' },
    { name: 'used-there', version: '1' },
  ]);
});

test('prompts that a run uses at the same time are all known to it', async () => {
  const { runs } = new TracewrightClient({ url: server.url });
  const used = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) => prompts().register({ name: `at-once-${name}`, template: name })),
  );
  const run = await runs.create({ experimentId: '0' });
  const linking = prompts();
  await Promise.all(used.map((prompt) => linking.linkToRun(run.id, prompt)));
  const linked = JSON.parse((await runs.get(run.id)).tags['mlflow.linkedPrompts'] ?? '') as { name: string }[];
  expect(linked.map(({ name }) => name)).toEqual(used.map(({ name }) => name));
});

test.each(['prompts:/', 'prompts:/a/b', 'prompts:/a@b@c', 'prompts:/a/1@b'])('%s names no prompt', async (uri) => {
  await expect(prompts().load(uri)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
});
