import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import type { IngestMeter } from '../metrics/ingest-meter.ts';
import { prometheusText } from '../metrics/prometheus-text.ts';
import { storeMetrics } from '../metrics/store-metrics.ts';
import { textMetrics } from '../metrics/text-metrics.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TextLag } from '../storage/spans/sqlite/text/text-filler.ts';

/** `/metrics`: the collector itself, in Prometheus' text format. */
export function metricsRoutes(
  meter: IngestMeter,
  spans: Pick<SpanStore, 'stats' | 'quality'>,
  textLag: () => TextLag | undefined = () => undefined,
): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/metrics', async (c) => {
    const metrics = [
      ...meter.metrics(),
      ...storeMetrics(await spans.stats(), await spans.quality(DEFAULT_WORKSPACE_ID)),
      ...textMetrics(textLag()),
    ];
    return c.text(prometheusText(metrics), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}
