import type { AlertEvent, AlertRule } from '@tracewright/schema';
import { Hono } from 'hono';
import { alertAnswer, alertAnswers, eventAnswer } from '../../alerts/alert-answers.ts';
import { previewRule } from '../../alerts/preview-rule.ts';
import type { MetricDeps } from '../../alerts/read-metric.ts';
import { sendWebhook } from '../../alerts/send-webhook.ts';
import type { AlertDeps } from '../../alerts/watch-alerts.ts';
import type { AppEnv } from '../../app-env.ts';
import { AlertBody, AlertPreviewBody, SilenceBody } from './alert-bodies.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { checkFilter } from './online-bodies.ts';
import { seenVersionMs } from './seen-version.ts';

const MAX_BODY_BYTES = 256 * 1_024;
const EVENTS = 100;

/** What alerts are asked over HTTP with. */
export interface AlertRouteDeps extends Omit<AlertDeps, 'metrics'> {
  /** As whoever asks may see them. */
  readonly metrics: MetricDeps;
}

/** `/api/v1/alerts`: rules, where they stand, and what happened. */
export function alertRoutes(deps: AlertRouteDeps): Hono<AppEnv> {
  const { alerts, nowMs } = deps;
  const nowNs = (): bigint => BigInt(Math.round(nowMs())) * 1_000_000n;
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const rules = await alerts.list(c.get('principal').workspaceId);
      return c.json({ items: alertAnswers(rules, nowMs()) satisfies readonly AlertRule[] });
    })
    .post('/', limitBody(MAX_BODY_BYTES), async (c) => {
      const rule = await jsonBody(c, AlertBody);
      checkFilter(rule.filter, nowNs());
      const made = await alerts.create(c.get('principal').workspaceId, deps.newId(), rule);
      return c.json(alertAnswer(made, nowMs()), 201);
    })
    .post('/preview', limitBody(MAX_BODY_BYTES), async (c) => {
      const rule = await jsonBody(c, AlertPreviewBody);
      checkFilter(rule.filter, nowNs());
      return c.json(await previewRule(c.get('principal').workspaceId, rule, deps.metrics));
    })
    .put('/:id', limitBody(MAX_BODY_BYTES), async (c) => {
      const rule = await jsonBody(c, AlertBody);
      checkFilter(rule.filter, nowNs());
      const changed = await alerts.replace(c.get('principal').workspaceId, c.req.param('id'), rule, seenVersionMs(c));
      return c.json(alertAnswer(changed, nowMs()));
    })
    .delete('/:id', async (c) => {
      await alerts.remove(c.get('principal').workspaceId, c.req.param('id'), seenVersionMs(c));
      return c.body(null, 204);
    })
    .post('/:id/silence', limitBody(MAX_BODY_BYTES), async (c) => {
      const { untilNs } = await jsonBody(c, SilenceBody);
      const untilMs = untilNs === null ? null : Number(BigInt(untilNs) / 1_000_000n);
      const silenced = await alerts.silence(c.get('principal').workspaceId, c.req.param('id'), untilMs);
      return c.json(alertAnswer(silenced, nowMs()));
    })
    .get('/:id/events', async (c) => {
      const events = await alerts.events(c.get('principal').workspaceId, c.req.param('id'), EVENTS);
      return c.json({ items: events.map(eventAnswer) satisfies readonly AlertEvent[] });
    })
    .post('/:id/test', async (c) => {
      const { workspaceId } = c.get('principal');
      const rule = await alerts.get(workspaceId, c.req.param('id'));
      const reading = rule.reading ?? { value: null, before: null, count: 0 };
      // Sent here and now, once, and kept like any other.
      const event = await alerts.addEvent(workspaceId, rule.id, {
        ...{ id: deps.newId(), kind: 'test', reading, isSilenced: false, isToBeTold: false },
      });
      const tried = await sendWebhook(event, rule, nowMs(), deps.webhooks);
      const delivery = { ...tried, state: tried.state === 'delivered' ? tried.state : 'failed', nextMs: null } as const;
      await alerts.noteDelivery(workspaceId, event.id, delivery);
      return c.json(eventAnswer({ ...event, delivery }));
    });
}
