import type { DriftMonitor, NewDriftMonitor } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { type MonitorDeps, measureMonitor } from '../../monitors/measure-monitor.ts';
import { storableText } from '../../storable-text.ts';
import type { DriftMonitorStore, StoredMonitor } from '../../storage/tracking/drift/drift-monitor-store.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { checkFilter, ModelBody } from './online-bodies.ts';
import { timeParameter } from './query-parameters.ts';
import { seenVersionMs } from './seen-version.ts';

const MAX_BODY_BYTES = 256 * 1_024;
const READINGS = 60;
const MINUTE_MS = 60_000;
const MONTH_MS = 31 * 86_400_000;

const text = (max: number) =>
  v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`), v.transform(storableText));
const name = v.pipe(text(250), v.nonEmpty('must not be empty'));
const time = v.pipe(
  v.string(),
  v.check((ns) => v.is(timeParameter, ns), 'is a time in nanoseconds'),
);
const length = (least: number, most: number, rule: string) =>
  v.pipe(v.number(), v.safeInteger('is a whole number'), v.minValue(least, rule), v.maxValue(most, rule));

const Body: v.GenericSchema<unknown, NewDriftMonitor> = v.object({
  name,
  subject: v.variant('kind', [v.object({ kind: v.literal('prompts') }), v.object({ kind: v.literal('score'), name })]),
  filter: text(10_000),
  windowMs: length(MINUTE_MS, MONTH_MS, 'is a minute to a month'),
  reference: v.variant('kind', [
    v.object({ kind: v.literal('before'), lengthMs: length(MINUTE_MS, MONTH_MS, 'is a minute to a month') }),
    v.object({ kind: v.literal('fixed'), fromNs: time, toNs: time }),
  ]),
  everyMs: length(MINUTE_MS, MONTH_MS, 'is a minute to a month'),
  embeddings: v.nullable(ModelBody),
  isEnabled: v.boolean(),
});

/** What monitors of drift are asked over HTTP with. */
export interface MonitorRouteDeps extends MonitorDeps {
  readonly monitors: DriftMonitorStore;
  readonly newId: () => string;
}

/** `/api/v1/monitors`: drift of prompts and of scores. */
export function monitorRoutes(deps: MonitorRouteDeps): Hono<AppEnv> {
  const { monitors } = deps;
  const nowNs = (): bigint => BigInt(Math.round(deps.nowMs())) * 1_000_000n;
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { workspaceId } = c.get('principal');
      const items = await Promise.all((await monitors.list(workspaceId)).map((one) => answer(one, monitors)));
      return c.json({ items });
    })
    .post('/', limitBody(MAX_BODY_BYTES), async (c) => {
      const monitor = await jsonBody(c, Body);
      checkFilter(monitor.filter, nowNs());
      const made = await monitors.create(c.get('principal').workspaceId, deps.newId(), monitor);
      return c.json(await answer(made, monitors), 201);
    })
    .post('/preview', limitBody(MAX_BODY_BYTES), async (c) => {
      const monitor = await jsonBody(c, Body);
      checkFilter(monitor.filter, nowNs());
      return c.json(await measureMonitor(c.get('principal').workspaceId, monitor, deps));
    })
    .put('/:id', limitBody(MAX_BODY_BYTES), async (c) => {
      const monitor = await jsonBody(c, Body);
      checkFilter(monitor.filter, nowNs());
      const changed = await monitors.replace(
        c.get('principal').workspaceId,
        c.req.param('id'),
        monitor,
        seenVersionMs(c),
      );
      return c.json(await answer(changed, monitors));
    })
    .delete('/:id', async (c) => {
      await monitors.remove(c.get('principal').workspaceId, c.req.param('id'), seenVersionMs(c));
      return c.body(null, 204);
    });
}

async function answer(
  { workspaceId, createdMs, updatedMs, ...monitor }: StoredMonitor,
  monitors: DriftMonitorStore,
): Promise<DriftMonitor> {
  return {
    ...monitor,
    readings: await monitors.readings(workspaceId, monitor.id, READINGS),
    createdNs: `${Math.round(createdMs)}000000`,
    updatedNs: `${Math.round(updatedMs)}000000`,
  };
}
