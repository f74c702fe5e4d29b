import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run, traceLine } from '../run-command.test.support.ts';

test('workspaces, the audit log, erasing and hiding are there as commands', async () => {
  const { url } = await collectorOn(emptyFolder());
  const said = async (...words: readonly string[]) => {
    const { code, out, err } = await run([...words, '--url', url]);
    expect([code, err]).toEqual([0, err]);
    return out;
  };
  await said('workspaces', 'add', 'care', '--name', 'Care');
  await said('workspaces', 'change', 'care', '--description', 'bots', '--archive');
  expect((await said('workspaces', 'list')).split('\n').slice(1, 3)).toEqual([
    expect.stringMatching(/^default\s+Default\s+active$/),
    expect.stringMatching(/^care\s+Care\s+archived\s+bots$/),
  ]);
  await said('workspaces', 'change', 'care', '--restore');

  const rule = { name: 'TRACE', kind: 'pattern', value: 'span', action: 'mask' };
  expect((await run(['traces', 'import', '--url', url], traceLine(1))).code).toBe(0);
  expect(await said('privacy', 'rules', '--add', JSON.stringify(rule))).toContain('TRACE');
  expect(await said('privacy', 'try')).toMatch(/^TRACE\t\d+\n/);
  expect(await said('privacy', 'retention', '0', '--days', '30')).toMatch(/0\s+30\n$/);
  expect(await said('privacy', 'erase', '--user', 'nobody')).toContain('traces\t0\n');
  expect(await said('privacy', 'erase', '--user', 'nobody', '--yes')).toContain('traces\t0\n');

  const head = (await said('audit', 'verify')).trim();
  expect(await said('audit', 'verify', '--head', head)).toMatch(/^\d+:[0-9a-f]{64}\n$/);
  expect(await run(['audit', 'verify', '--url', url, '--head', `1:${'0'.repeat(64)}`])).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('entry 1: changed') },
  });
  const actions = (await said('audit', 'export'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).action);
  expect(actions.slice(0, 3)).toEqual(['workspace.create', 'workspace.update', 'workspace.update']);
  expect(await said('audit', 'export', '--csv')).toContain('privacy.erase');
  expect(await said('audit', 'export', '--workspace', 'care')).toBe('');
});

test.each([
  [['workspaces', 'add']],
  [['workspaces', 'change', 'x', '--archive', '--restore']],
  [['audit', 'verify', '--head', 'x']],
  [['privacy', 'erase']],
  [['privacy', 'retention', '0']],
  [['privacy', 'rules', '--add', 'no']],
  [['audit', 'export', '--workspace', 'A b']],
])('%j is refused before anybody is asked', async (words) => {
  expect((await run([...words, '--url', 'http://127.0.0.1:9'])).code).toBe(2);
});
