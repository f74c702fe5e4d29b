import { WORKSPACE_HEADER } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type Auth, createAuth } from '../auth/auth.ts';
import { createUser } from '../auth/manage-users.ts';
import { border } from '../border/border.ts';
import { versionRoutes } from '../routes/version.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';

const ROUNDS = 60;
/** Requests of one way of asking at a time. */
const BLOCK = 2_000;
const PASSWORD = 'correct horse battery';
const HOUR_MS = 3_600_000;

/**
 * What it costs the border to find out who asks, against a collector that lets everybody in: the ways of asking take turns,
 * and the median block of each counts. Requests never reach a socket, whose cost is the same for all.
 */
export async function measureAuth(): Promise<void> {
  const open = await openedAuth();
  const asked = await openedAuth();
  const { id } = await createUser(asked, { name: 'root', password: PASSWORD, isAdmin: true });
  const keyOf = async (requestsPerSecond: number | undefined): Promise<string> => {
    const { key } = await asked.apiKeys.create({
      ...{ workspaceId: 'default', name: 'ci', scopes: ['read'], experiments: undefined, createdBy: 'bench' },
      ...{ expiresMs: undefined, bytesPerSecond: undefined, requestsPerSecond },
    });
    return key;
  };
  const from = { client: { address: undefined, isSecure: false }, userAgent: undefined };
  const session = await asked.sessions.open(id, 'password', from);
  const basic = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
  const ways = [
    way('open', open, {}),
    way('key', asked, { authorization: `Bearer ${await keyOf(undefined)}` }),
    way('key that is held to a rate', asked, { authorization: `Bearer ${await keyOf(1e9)}` }),
    way('session', asked, { cookie: `theme=dark; tracewright_session=${session}` }),
    way('Basic, remembered', asked, { authorization: basic, [WORKSPACE_HEADER]: 'default' }),
  ];
  for (let round = 0; round < ROUNDS; round++) for (const { run } of ways) await run();
  const [base] = ways.map(({ medianUs }) => medianUs());
  console.log('| a request is let in | µs | more than open |\n|---|---|---|');
  for (const { name, medianUs } of ways) {
    console.log(`| ${name} | ${medianUs().toFixed(1)} | ${(medianUs() - base!).toFixed(1)} |`);
  }
}

async function openedAuth(): Promise<Auth> {
  const stores = await openTrackingStores({ file: ':memory:' });
  return createAuth({
    ...{ stores, workspaces: stores.workspaces, nowMs: Date.now, report: console.error },
    settings: {
      ...{ environmentKey: undefined, isOpenAllowed: true },
      sessionLife: { idleMs: HOUR_MS, maxMs: HOUR_MS },
    },
  });
}

function way(name: string, { authorize, meter }: Auth, headers: Record<string, string>) {
  const app = new Hono<AppEnv>();
  app.route('/', border({ authorize, meter, listenHost: '127.0.0.1', allowedHosts: [], allowedOrigins: [] }));
  app.route('/', versionRoutes('0'));
  const request = new Request('http://127.0.0.1:4318/version', { headers });
  const blocksUs: number[] = [];
  return {
    name,
    run: async () => {
      const beforeMs = performance.now();
      for (let index = 0; index < BLOCK; index++) {
        const answer = await app.fetch(request);
        if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
      }
      blocksUs.push(((performance.now() - beforeMs) * 1_000) / BLOCK);
    },
    medianUs: () => [...blocksUs].sort((a, b) => a - b)[blocksUs.length >> 1]!,
  };
}
