import type { OnlineScorers } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { JUDGES_EXPERIMENT } from '../../online/judges/judge-trace-otlp.ts';
import type { OnlineDeps } from '../../online/online-deps.ts';
import { previewScorer } from '../../online/preview-scorer.ts';
import { scorerAnswers } from '../../online/scorer-answer.ts';
import { startBackfill } from '../../online/start-backfill.ts';
import type { KeyPlace } from '../../outgoing/outgoing-settings.ts';
import type { StoredScorer } from '../../storage/tracking/online/online-scorer-store.ts';
import { jsonBody } from './json-body.ts';
import { limitBody } from './limit-body.ts';
import { BackfillBody, checkFilter, checkScorer, PreviewBody, ScorerBody } from './online-bodies.ts';
import { seenVersionMs } from './seen-version.ts';

const MAX_BODY_BYTES = 1_024 * 1_024;

/** What online scoring is asked over HTTP with. */
export interface OnlineRouteDeps extends Omit<OnlineDeps, 'assessments'> {
  readonly keys: readonly KeyPlace[];
  readonly newId: () => string;
}

/** `/api/v1/online`: scorers that run on traces as they come in. */
export function onlineRoutes(deps: OnlineRouteDeps): Hono<AppEnv> {
  const { scorers, nowMs } = deps;
  const nowNs = (): bigint => BigInt(Math.round(nowMs())) * 1_000_000n;
  const answer = async (workspaceId: string, scorer: StoredScorer) =>
    (await scorerAnswers(workspaceId, [scorer], scorers, nowMs()))[0]!;
  return new Hono<AppEnv>()
    .get('/scorers', async (c) => {
      const { workspaceId } = c.get('principal');
      const judges = await deps.experiments.getByName(workspaceId, JUDGES_EXPERIMENT);
      const body: OnlineScorers = {
        items: await scorerAnswers(workspaceId, await scorers.list(workspaceId), scorers, nowMs()),
        keys: deps.keys.map(({ name, host, port }) => ({ name, host: port === undefined ? host : `${host}:${port}` })),
        judgesExperimentId: judges?.id ?? null,
      };
      return c.json(body);
    })
    .post('/scorers', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const scorer = await jsonBody(c, ScorerBody);
      checkScorer(scorer, nowNs());
      await beginHere(workspaceId, deps);
      return c.json(await answer(workspaceId, await scorers.create(workspaceId, deps.newId(), scorer)), 201);
    })
    .post('/scorers/preview', limitBody(MAX_BODY_BYTES), async (c) => {
      const request = await jsonBody(c, PreviewBody);
      checkScorer(request, nowNs());
      return c.json(await previewScorer(c.get('principal').workspaceId, request, deps));
    })
    .put('/scorers/:id', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const scorer = await jsonBody(c, ScorerBody);
      checkScorer(scorer, nowNs());
      await beginHere(workspaceId, deps);
      const changed = await scorers.replace(workspaceId, c.req.param('id'), scorer, seenVersionMs(c));
      return c.json(await answer(workspaceId, changed));
    })
    .delete('/scorers/:id', async (c) => {
      await scorers.remove(c.get('principal').workspaceId, c.req.param('id'), seenVersionMs(c));
      return c.body(null, 204);
    })
    .post('/scorers/:id/backfill', limitBody(MAX_BODY_BYTES), async (c) => {
      const { workspaceId } = c.get('principal');
      const request = await jsonBody(c, BackfillBody);
      checkFilter(request.filter, nowNs());
      const scorer = await scorers.get(workspaceId, c.req.param('id'));
      return c.json(await startBackfill(workspaceId, scorer, request, deps));
    });
}

/** Where nobody has followed what comes, it begins now: what came while all were off is for backfills. */
async function beginHere(workspaceId: string, { scorers, work, spans }: OnlineRouteDeps): Promise<void> {
  const isFollowed = (await scorers.list(workspaceId)).some(
    ({ isEnabled, pausedReason }) => isEnabled && pausedReason === null,
  );
  if (!isFollowed) await work.enqueue(workspaceId, [], await spans.lastChange(workspaceId));
}
