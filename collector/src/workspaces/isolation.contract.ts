import { expect, test } from 'vitest';
import { everyRequest } from '../access/every-request.test.support.ts';
import { PLANTED, ROOT, type World } from '../access/shared-world.test.support.ts';
import type { Principal } from '../authorize.ts';

/** May do everything, in another workspace. */
const STRANGER: Principal = {
  ...{ workspaceId: 'other', subject: 'stranger', userId: 'stranger', via: 'basic' },
  scopes: ['ingest', 'read', 'write', 'admin'],
};

/** What holds between two workspaces, whatever the stores are. */
export function isolationCases(open: () => Promise<World>): void {
  test('whoever is in another workspace sees nothing by any route, and changes nothing', async () => {
    const world = await open();
    const before = await all(world);
    expect(before.join('')).toContain(PLANTED);
    for (const { method, path, body } of everyRequest(world.bobs, ['read'])) {
      const { status, text } = await world.ask(STRANGER, method, path, body);
      const what = `${method} ${path} ${JSON.stringify(body)}: ${status}`;
      expect(status, what).toBeLessThan(500);
      // Refusals name what was asked for; answers name nothing that is not theirs.
      if (status < 400) expect(text, what).not.toContain(PLANTED);
    }
    for (const { method, path, body } of everyRequest(world.bobs, ['write', 'ingest', 'admin'])) {
      const { status, text } = await world.ask(STRANGER, method, path, body);
      expect(status, `${method} ${path}: ${text}`).toBeLessThan(500);
    }
    expect(await all(world)).toEqual(before);
  });

  test('what has the same ids, names and hashes in two workspaces is two things, and deleting one leaves the other whole', async () => {
    const world = await open();
    const { ask, bobs } = world;
    const before = await all(world);
    const made = async (method: string, path: string, body?: unknown, headers = {}): Promise<string> => {
      const { status, text } = await ask(STRANGER, method, path, body, headers);
      expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
      return text;
    };
    const named = { name: `${PLANTED}-experiment` };
    const { experiment_id: id } = JSON.parse(await made('POST', '/api/2.0/mlflow/experiments/create', named));
    expect(id).toBe(bobs.experimentId);
    await made('POST', '/api/2.0/mlflow/registered-models/create', { name: bobs.modelName });
    const span = {
      traceId: bobs.traceId,
      spanId: '000000000000000b',
      name: 'mine',
      startTimeUnixNano: '1',
      endTimeUnixNano: '2',
    };
    await made('POST', '/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    await made('PUT', `/api/v1/blobs/${bobs.sha256}?trace=${bobs.traceId}`, `${PLANTED} large`);
    await made('PUT', `/api/v1/traces/${bobs.traceId}/tags/${PLANTED}-key`, { value: 'mine' });
    expect(JSON.parse(await made('GET', `/api/v1/traces/${bobs.traceId}`)).name).toBe('mine');
    expect(await all(world)).toEqual(before);

    await made('DELETE', `/api/v1/traces/${bobs.traceId}`);
    await made('POST', '/api/2.0/mlflow/experiments/delete', { experiment_id: id });
    await made('DELETE', '/api/2.0/mlflow/registered-models/delete', { name: bobs.modelName });
    expect((await ask(STRANGER, 'GET', `/api/v1/traces/${bobs.traceId}`)).status).toBe(404);
    expect(await all(world)).toEqual(before);
  });
}

/** What everything in the first workspace looks like. */
async function all({ ask, bobs }: World): Promise<readonly string[]> {
  const answers = new Map<string, string>();
  for (const { method, path, body } of everyRequest(bobs, ['read'])) {
    // Once each: what others ask in other words they see the same of.
    const route = `${method} ${path.split('?')[0]}`;
    if (answers.has(route)) continue;
    const { text } = await ask(ROOT, method, path, body);
    // What all workspaces take together.
    answers.set(route, text.replace(/"bytes":\d+/, ''));
  }
  return [...answers].map(([route, text]) => `${route}\n${text}`);
}
