import type { AuditAct } from '@tracewright/schema';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import type { Principal } from '../authorize.ts';
import { auditActs } from './audit-acts.ts';

const ANN: Principal = { workspaceId: 'support', subject: 'ann', scopes: ['read'], keyId: 'k1', via: 'key' };

/** What is noted of a request that ends so. */
async function noted(
  request: string,
  given: {
    readonly principal?: Principal | undefined;
    readonly action?: string;
    readonly status?: number;
    readonly areReadsNoted?: boolean;
    readonly claimedName?: string;
  },
): Promise<readonly (readonly [string, AuditAct, boolean | undefined])[]> {
  const all: (readonly [string, AuditAct, boolean | undefined])[] = [];
  const log = { note: (...entry: [string, AuditAct, boolean?]) => void all.push([entry[0], entry[1], entry[2]]) };
  const note = auditActs(log, { areReadsNoted: given.areReadsNoted ?? false });
  const [method = '', path = ''] = request.split(' ');
  const app = new Hono<AppEnv>();
  app.use(async (context, next) => {
    await next();
    const { action, status = 200 } = given;
    const principal = 'principal' in given ? given.principal : ANN;
    context.set('claimedName', given.claimedName);
    note({ principal, action, context, client: { address: '10.0.0.9', isSecure: false }, status });
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

test('what a run logs of itself is not noted, nor what nobody known sends; that they tried to sign in is', async () => {
  expect(await noted('POST /api/2.0/mlflow/runs/log-batch', { action: 'run.log' })).toEqual([]);
  const nobody = { principal: undefined, status: 401 };
  expect(await noted('POST /api/v1/traces/delete', { ...nobody, action: 'traces.delete' })).toEqual([]);
  expect(
    await noted('POST /api/v1/auth/sign-in', { ...nobody, claimedName: 'bob', action: 'auth.sign-in' }),
  ).toMatchObject([['default', { subject: 'bob', outcome: 'refused' }, false]]);
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
