import { Hono } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { IngestMeter } from '../metrics/ingest-meter.ts';
import { prometheusText } from '../metrics/prometheus-text.ts';
import { storeMetrics } from '../metrics/store-metrics.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';

/** `/metrics`: the collector itself, in Prometheus' text format. */
export function metricsRoutes(meter: IngestMeter, spans: Pick<SpanStore, 'stats'>): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/metrics', async (c) => {
    const metrics = [...meter.metrics(), ...storeMetrics(await spans.stats())];
    return c.text(prometheusText(metrics), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}
