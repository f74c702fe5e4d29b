import type {
  Erasure,
  ExperimentRetention,
  Nanos,
  NewErasureBody,
  Page,
  RetentionDue,
  RetentionPreview,
} from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { allOf, compare } from '../../filter/expression.ts';
import { subjectDigest } from '../../privacy/subject-digest.ts';
import { before } from '../../retention/too-old-traces.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import type { ErasureStore, StoredErasure } from '../../storage/tracking/privacy/erasure-store.ts';
import type { ExperimentRetentionStore } from '../../storage/tracking/privacy/experiment-retention-store.ts';
import type { RedactionRuleStore } from '../../storage/tracking/privacy/redaction-rule-store.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { parseQuery, shortText } from './query-parameters.ts';
import { seenVersionMs } from './seen-version.ts';

const MAX_BODY_BYTES = 64 * 1_024;
const DAY_MS = 86_400_000;
const DEFAULT_WATCH_DAYS = 30;
const MAX_DAYS = 100_000;
/** Experiments that are named in an address. */
const MAX_DUE = 200;
/** Erasures that are told of, the last ones. */
const LISTED = 1_000;

const NewErasure = v.object({
  of: v.picklist(['user', 'session']),
  value: v.pipe(v.string(), v.nonEmpty('must not be empty'), v.maxLength(1_024, 'is too long')),
  dryRun: v.exactOptional(v.boolean()),
  watchDays: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(3_650))),
}) satisfies v.GenericSchema<NewErasureBody>;

const Retention = v.object({
  days: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_DAYS))),
});

const Preview = v.object({
  experimentId: shortText,
  days: v.pipe(
    v.string(),
    v.regex(/^\d+$/, 'is a whole number'),
    v.transform(Number),
    v.minValue(1),
    v.maxValue(MAX_DAYS),
  ),
});

const Due = v.object({
  experimentIds: v.exactOptional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.maxLength(MAX_DUE, `names at most ${MAX_DUE}`),
    ),
  ),
});
const NONE_DUE: RetentionPreview = { traceCount: 0, isEstimate: false };

export interface PrivacyDeps {
  readonly spans: Pick<SpanStore, 'listTraces'>;
  readonly erasures: Pick<ErasureStore, 'add' | 'get' | 'list'>;
  readonly retention: ExperimentRetentionStore;
  readonly rules: Pick<RedactionRuleStore, 'secret'>;
  readonly nowMs: () => number;
  /** Has what was asked for looked at. */
  readonly wake: () => void;
}

/** `/api/v1/privacy`: deleting everything of somebody, and how long traces of single experiments are kept. */
export function privacyRoutes({ spans, erasures, retention, rules, nowMs, wake }: PrivacyDeps): Hono<AppEnv> {
  const dueOf = async (workspaceId: string, experimentId: string, days: number): Promise<RetentionPreview> => {
    const endedBefore = before((BigInt(nowMs()) * 1_000_000n) as Nanos, days * DAY_MS);
    const filter = allOf(compare('experiment', '=', experimentId), compare('end', '<', endedBefore));
    const { total, isTotalEstimate } = await spans.listTraces({ workspaceId, filter, limit: 1 });
    return { traceCount: total, isEstimate: isTotalEstimate };
  };
  return new Hono<AppEnv>()
    .post('/erasures', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId, subject: requestedBy } = c.get('principal');
      const { of, value, dryRun = false, watchDays = DEFAULT_WATCH_DAYS } = await jsonBody(c, NewErasure);
      const digest = subjectDigest(await rules.secret(workspaceId), of, value);
      const watchedUntilMs = dryRun ? undefined : nowMs() + watchDays * DAY_MS;
      const asked = { of, subject: value, digest, isDryRun: dryRun, requestedBy, watchedUntilMs };
      const erasure = await erasures.add(workspaceId, asked);
      // Not of whom: that is to be forgotten.
      c.set('auditObject', `privacy/erasures/${erasure.id} of a ${of}${dryRun ? ', dry run' : ''}`);
      wake();
      return c.json(erasureAnswer(erasure), 202);
    })
    .get('/erasures', async (c) => {
      const items = (await erasures.list(c.get('principal').workspaceId, LISTED)).map(erasureAnswer);
      const page: Page<Erasure> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .get('/erasures/:id', async (c) => {
      const id = c.req.param('id');
      const erasure = await erasures.get(c.get('principal').workspaceId, id);
      if (erasure === undefined) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no erasure ${JSON.stringify(id)}`);
      }
      return c.json(erasureAnswer(erasure));
    })
    .get('/retention', async (c) => {
      const items = await retention.list(c.get('principal').workspaceId);
      const page: Page<ExperimentRetention> = { items, nextCursor: null, total: items.length, totalIsEstimate: false };
      return c.json(page);
    })
    .get('/retention/preview', async (c) => {
      const { experimentId, days } = parseQuery(Preview, c.req.query());
      return c.json(await dueOf(c.get('principal').workspaceId, experimentId, days));
    })
    .get('/retention/due', async (c) => {
      const { workspaceId } = c.get('principal');
      const { experimentIds } = parseQuery(Due, c.req.query());
      const items: RetentionDue['items'][number][] = [];
      for (const { experimentId, days } of await retention.list(workspaceId)) {
        if (experimentIds?.includes(experimentId) === false) continue;
        const due = days === null ? NONE_DUE : await dueOf(workspaceId, experimentId, days);
        items.push({ experimentId, ...due });
      }
      return c.json({ items } satisfies RetentionDue);
    })
    .put('/retention/:experimentId', limitBody(MAX_BODY_BYTES), async (c) => {
      const { days } = await jsonBody(c, Retention);
      const rule = { experimentId: c.req.param('experimentId'), days };
      return c.json(await retention.set(c.get('principal').workspaceId, rule, seenVersionMs(c)));
    })
    .delete('/retention/:experimentId', async (c) => {
      const experimentId = c.req.param('experimentId');
      if (await retention.remove(c.get('principal').workspaceId, experimentId, seenVersionMs(c)))
        return c.body(null, 204);
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `experiment ${experimentId} has no rule of its own`);
    });
}

function erasureAnswer(erasure: StoredErasure): Erasure {
  const { id, of, state, isDryRun, requestedBy, counts, leftOver, error } = erasure;
  return {
    ...{ id, of, state, isDryRun, requestedBy, counts, leftOver, error },
    requestedNs: nsOf(erasure.requestedMs),
    finishedNs: erasure.finishedMs === undefined ? null : nsOf(erasure.finishedMs),
    watchedUntilNs: erasure.watchedUntilMs === undefined ? null : nsOf(erasure.watchedUntilMs),
  };
}

function nsOf(ms: number): string {
  return String(BigInt(Math.round(ms)) * 1_000_000n);
}
