import type { AuditAct } from '@tracewright/schema';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import type { Principal } from '../authorize.ts';
import { auditActs } from './audit-acts.ts';

const ANN: Principal = { workspaceId: 'support', subject: 'ann', scopes: ['read'], keyId: 'k1', via: 'key' };

/** In which workspace, what, and whether it can wait, or by what it is the same as others. */
type Noted = readonly [string, AuditAct, boolean | readonly string[] | undefined];

/** What is noted of a request that ends so. */
async function noted(
  request: string,
  given: {
    readonly principal?: Principal | undefined;
    readonly action?: string;
    readonly status?: number;
    readonly areReadsNoted?: boolean;
    readonly claimedName?: string;
    readonly count?: number;
  },
): Promise<readonly Noted[]> {
  const all: Noted[] = [];
  const log = {
    note: async (...entry: [string, AuditAct, boolean?]) => void all.push([entry[0], entry[1], entry[2]]),
    fold: (workspaceId: string, act: AuditAct, kind: readonly string[]) => void all.push([workspaceId, act, kind]),
  };
  const note = auditActs(log, { areReadsNoted: given.areReadsNoted ?? false });
  const [method = '', path = ''] = request.split(' ');
  const app = new Hono<AppEnv>();
  app.use(async (context, next) => {
    await next();
    const { action, status = 200 } = given;
    const principal = 'principal' in given ? given.principal : ANN;
    context.set('claimedName', given.claimedName);
    if (given.count !== undefined) context.set('auditCount', given.count);
    await note({ principal, action, context, client: { address: '10.0.0.9', isSecure: false }, status });
  });
  app.all('/api/v1/traces/:traceId/spans/:spanId', (c) => c.text(''));
  app.get('/api/v1/traces/:traceId/spans/:spanId', (c) => c.text(''));
  app.all('*', (c) => c.text(''));
  await app.request(path, { method });
  return all;
}

test('a change is noted in the workspace of whoever made it, with where from and by which key', async () => {
  expect(await noted('PUT /api/v1/traces/t1/tags/team', { action: 'trace.tag' })).toEqual([
    [
      'support',
      {
        ...{ action: 'trace.tag', object: 'traces/t1/tags/team', subject: 'ann', via: 'key', keyId: 'k1' },
        ...{ address: '10.0.0.9', outcome: 'done', status: 200 },
      },
      false,
    ],
  ]);
});

test('what is sent is counted by who sends it, and is nothing where nothing came of it', async () => {
  const spans = { action: 'spans.send', count: 7 };
  expect(await noted('POST /v1/traces', spans)).toMatchObject([
    ['support', { subject: 'ann', count: 7, object: 'v1/traces' }, ['spans.send', 'key', 'ann', 'k1']],
  ]);
  expect(await noted('POST /v1/traces', { ...spans, count: 0 })).toEqual([]);
  expect(await noted('POST /api/2.0/mlflow/runs/log-batch', { action: 'run.log' })).toMatchObject([
    ['support', { count: 1 }, ['run.log', 'key', 'ann', 'k1']],
  ]);
});

test('what nobody known sends is not noted; that they tried to sign in is, as the same under any name', async () => {
  const nobody = { principal: undefined, status: 401 };
  expect(await noted('POST /api/v1/traces/delete', { ...nobody, action: 'traces.delete' })).toEqual([]);
  expect(
    await noted('POST /api/v1/auth/sign-in', { ...nobody, claimedName: 'bob', action: 'auth.sign-in' }),
  ).toMatchObject([
    ['default', { subject: 'bob', outcome: 'refused', address: '10.0.0.9' }, ['auth.sign-in', '401', '10.0.0.9']],
  ]);
  expect(await noted('POST /api/v1/keys', { status: 403, action: 'key.create' })).toMatchObject([
    ['support', { outcome: 'refused' }, ['key.create', '403', '10.0.0.9', 'key', 'ann', 'k1']],
  ]);
});

test('reading is noted only where that is set, where it was answered, and can wait', async () => {
  const path = 'GET /api/v1/traces/t1/spans/s1';
  expect(await noted(path, {})).toEqual([]);
  expect(await noted(path, { areReadsNoted: true, status: 404 })).toEqual([]);
  expect(await noted('GET /assets/index.js', { areReadsNoted: true })).toEqual([]);
  expect(await noted(path, { areReadsNoted: true })).toMatchObject([
    ['support', { action: 'content.read', object: 'traces/t1/spans/s1' }, true],
  ]);
});
