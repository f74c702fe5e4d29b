import { expect, test } from 'vitest';
import { everyRequest } from '../access/every-request.test.support.ts';
import { PLANTED, ROOT, type World } from '../access/shared-world.test.support.ts';
import type { Principal } from '../authorize.ts';
import { Eraser } from '../privacy/eraser.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';

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

  test('rules of privacy of one workspace are neither seen nor changed from another, and erasing there erases nothing here', async () => {
    const { ask, stores, spans, blobs, bobs } = await open();
    const by = async (who: Principal, method: string, path: string, body?: unknown) => {
      const { status, text } = await ask(who, method, `/api/v1/${path}`, body);
      return { status, body: text === '' ? undefined : JSON.parse(text) };
    };
    const ruleOf = (name: string) => ({ name, kind: 'preset', value: 'email', action: 'mask' });
    const retention = `privacy/retention/${bobs.experimentId}`;
    const set = await by(ROOT, 'PUT', retention, { days: 1 });
    const rule = (await by(ROOT, 'POST', 'redaction/rules', ruleOf('THEIRS'))).body;
    await ask(ROOT, 'POST', '/api/2.0/mlflow/runs/set-tag', { run_id: bobs.runId, key: 'user_id', value: 'subject' });
    const attributes = [{ key: 'user.id', value: { stringValue: 'subject' } }];
    const times = { startTimeUnixNano: '1', endTimeUnixNano: '2' };
    const span = { traceId: 'ab'.repeat(16), spanId: 'ab'.repeat(8), name: 'theirs', attributes, ...times };
    const resource = { attributes: [{ key: 'tracewright.experiment', value: { stringValue: bobs.experimentId } }] };
    await ask(ROOT, 'POST', '/v1/traces', { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
    const all = async () => [
      (await by(ROOT, 'GET', 'privacy/retention')).body,
      (await by(ROOT, 'GET', 'redaction/rules')).body,
      (await by(ROOT, 'GET', `traces/${span.traceId}`)).body.name,
      (await stores.runs.get('default', bobs.runId)).tags.get('user_id'),
    ];
    const before = await all();
    expect(before.at(-1)).toBe('subject');

    const strangers = (method: string, path: string, body?: unknown) => by(STRANGER, method, path, body);
    expect((await strangers('GET', 'privacy/retention')).body.items).toEqual([]);
    expect((await strangers('GET', `privacy/retention/due?experimentIds=${bobs.experimentId}`)).body.items).toEqual([]);
    const preview = `privacy/retention/preview?experimentId=${bobs.experimentId}&days=1`;
    expect((await strangers('GET', preview)).body.traceCount).toBe(0);
    expect((await strangers('PUT', retention, { days: 9 })).status).toBe(404);
    expect((await strangers('PUT', `${retention}?updatedNs=${set.body.updatedNs}`, { days: 9 })).status).toBe(404);
    expect((await strangers('DELETE', retention)).status).toBe(404);
    expect((await strangers('GET', 'redaction/rules')).body.items).toEqual([]);
    for (const method of ['PUT', 'DELETE'] as const) {
      const body = method === 'PUT' ? ruleOf('MINE') : undefined;
      const answer = await strangers(method, `redaction/rules/${rule.id}?updatedNs=${rule.updatedNs}`, body);
      expect([method, answer.status]).toEqual([method, 404]);
    }
    expect((await strangers('PUT', 'redaction/order', { ids: [rule.id] })).status).toBe(409);
    expect((await strangers('POST', 'redaction/dry-run', { rules: [ruleOf('MINE')] })).body.traceCount).toBe(0);

    const asked = [true, false].map((dryRun) => ({ of: 'user', value: 'subject', dryRun }));
    const erasures = await Promise.all(asked.map((body) => strangers('POST', 'privacy/erasures', body)));
    const { notes, erasures: store, audit, traceInfos, traceContents: contents, redactionRules: rules } = stores;
    const payloads = new TracePayloads(blobs);
    const deps = { spans, blobs, payloads, notes, erasures: store, audit, traceInfos, contents, rules };
    const fail = (error: unknown) => expect.unreachable(String(error));
    await new Eraser({ ...deps, runs: stores.subjectRuns, nowMs: Date.now }, fail).runOnce(
      new AbortController().signal,
    );
    for (const { body } of erasures) {
      const done = (await strangers('GET', `privacy/erasures/${body.id}`)).body;
      expect(done).toMatchObject({ state: 'done', counts: { traces: 0, spans: 0, runs: 0 }, leftOver: [] });
      expect((await by(ROOT, 'GET', `privacy/erasures/${body.id}`)).status).toBe(404);
    }
    expect((await by(ROOT, 'GET', 'privacy/erasures')).body.items).toEqual([]);
    expect(await all()).toEqual(before);
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
