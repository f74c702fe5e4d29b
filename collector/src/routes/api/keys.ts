import type { KeyItem, NewKey, NewKeyBody, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import type { Auth } from '../../auth/auth.ts';
import { checkNewKey } from '../../auth/check-new-key.ts';
import { shownKey } from '../../auth/shown.ts';
import { ApiError } from '../../errors.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { timeParameter } from './query-parameters.ts';

const MAX_BODY_BYTES = 64 * 1_024;

const rate = v.pipe(v.number(), v.finite(), v.minValue(0.001), v.maxValue(1e12));
const Body = v.object({
  name: v.string(),
  scopes: v.array(v.picklist(['ingest', 'read', 'write', 'admin'])),
  experiments: v.exactOptional(v.array(v.string())),
  expiresNs: v.exactOptional(timeParameter),
  requestsPerSecond: v.exactOptional(rate),
  bytesPerSecond: v.exactOptional(rate),
}) satisfies v.GenericSchema<NewKeyBody, unknown>;

/** `/api/v1/keys`: keys of programs, of one workspace each. */
export function keyRoutes({ apiKeys, nowMs }: Pick<Auth, 'apiKeys' | 'nowMs'>): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const items = (await apiKeys.list(c.get('principal').workspaceId)).map(shownKey);
      const page: Page<KeyItem> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .post('/', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId, subject } = c.get('principal');
      const { expiresNs, ...given } = await jsonBody(c, Body);
      const expiresMs = expiresNs === undefined ? undefined : Number(expiresNs / 1_000_000n);
      const wanted = {
        workspaceId,
        name: given.name,
        scopes: given.scopes,
        experiments: given.experiments,
        createdBy: subject,
        expiresMs,
        requestsPerSecond: given.requestsPerSecond,
        bytesPerSecond: given.bytesPerSecond,
      };
      const { kept, key } = await apiKeys.create(checkNewKey(wanted, nowMs()));
      c.set('auditObject', `keys/${kept.id}`);
      const answer: NewKey = { ...shownKey(kept), key };
      return c.json(answer, 201);
    })
    .delete('/:id', async (c) => {
      const wasThere = await apiKeys.revoke(c.get('principal').workspaceId, c.req.param('id'));
      if (!wasThere) throw new ApiError('RESOURCE_DOES_NOT_EXIST', 'there is no such key');
      return c.body(null, 204);
    });
}
