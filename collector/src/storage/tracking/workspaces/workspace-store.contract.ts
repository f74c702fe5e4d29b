import { expect, test } from 'vitest';
import { NOW_MS, type OpenStores } from '../opened-stores.contract.ts';

/** What every adapter has to do with workspaces. */
export function workspaceCases(open: OpenStores): void {
  const NONE = { name: '', description: '' };

  test('the workspace that was always there stands first and cannot be archived', async () => {
    const { workspaces } = await open();
    await workspaces.create({ ...NONE, id: 'a-team' });
    expect((await workspaces.list()).map(({ id, name, state }) => [id, name, state])).toEqual([
      ['default', 'Default', 'active'],
      ['a-team', 'a-team', 'active'],
    ]);
    await expect(async () => workspaces.change('default', { state: 'archived' })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
    expect(await workspaces.change('default', { name: 'Everybody' })).toMatchObject({ name: 'Everybody' });
  });

  test('a workspace is made, named anew, archived and taken back, and its id stays its own meanwhile', async () => {
    const clock = { nowMs: NOW_MS };
    const { workspaces, reopen, close } = await open(clock);
    const made = await workspaces.create({ id: 'support', name: 'Support', description: 'bots' });
    expect(made).toEqual({
      ...{ id: 'support', name: 'Support', description: 'bots', state: 'active' },
      ...{ createdMs: NOW_MS, updatedMs: NOW_MS },
    });
    clock.nowMs += 5;
    const changed = await workspaces.change('support', { name: 'Care', state: 'archived' });
    expect(changed).toEqual({ ...made, name: 'Care', state: 'archived', updatedMs: NOW_MS + 5 });
    await expect(workspaces.create({ ...NONE, id: 'support' })).rejects.toMatchObject({
      code: 'RESOURCE_ALREADY_EXISTS',
    });
    await close();
    const again = await reopen();
    expect((await again.workspaces.list())[1]).toEqual(changed);
    await again.close();
  });

  test.each(['', 'a', 'A-team', '-a', 'a-', 'a_b', '../x', 'api', 'x'.repeat(64)])(
    '%j is no id of a workspace',
    async (id) => {
      const { workspaces } = await open();
      await expect(workspaces.create({ ...NONE, id })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    },
  );

  test('a workspace that is not there cannot be changed', async () => {
    const { workspaces } = await open();
    await expect(workspaces.change('nobody', { name: 'x' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  test('whether something is in a workspace can be told', async () => {
    const { workspaces, experiments } = await open();
    await workspaces.create({ ...NONE, id: 'empty' });
    // Default is there as soon as somebody looks.
    await experiments.list('empty');
    expect(await workspaces.hasContents('empty')).toBe(false);
    await experiments.create('empty', { name: 'bot' });
    expect(await workspaces.hasContents('empty')).toBe(true);
    expect(await workspaces.hasContents('default')).toBe(false);
  });
}
