import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { IngestMeter } from '../metrics/ingest-meter.ts';
import { prometheusText } from '../metrics/prometheus-text.ts';
import { type SpanProblems, storeMetrics } from '../metrics/store-metrics.ts';
import { textMetrics } from '../metrics/text-metrics.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TextLag } from '../storage/spans/sqlite/text/text-filler.ts';

export interface MetricsDeps {
  readonly meter: IngestMeter;
  readonly spans: Pick<SpanStore, 'stats' | 'quality'>;
  /** All of them: what is told is of the whole installation. */
  readonly workspaceIds: () => Promise<readonly string[]>;
  readonly textLag?: (() => TextLag | undefined) | undefined;
}

/** `/metrics`: the collector itself, in Prometheus' text format. */
export function metricsRoutes({ meter, spans, workspaceIds, textLag = () => undefined }: MetricsDeps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/metrics', async (c) => {
    const problems = { skewed: 0, truncated: 0, duplicated: 0, dropped: 0 };
    for (const workspaceId of await workspaceIds()) {
      const quality = await spans.quality(workspaceId);
      for (const name of Object.keys(problems) as (keyof SpanProblems)[]) problems[name] += quality[name];
    }
    const metrics = [...meter.metrics(), ...storeMetrics(await spans.stats(), problems), ...textMetrics(textLag())];
    return c.text(prometheusText(metrics), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}
