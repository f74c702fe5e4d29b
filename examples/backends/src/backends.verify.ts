import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jaeger } from './adapters/jaeger.ts';
import { mlflow } from './adapters/mlflow.ts';
import { otelCollector } from './adapters/otel-collector.ts';
import { phoenix } from './adapters/phoenix.ts';
import { tracewright } from './adapters/tracewright.ts';
import { type Backend, ENCODINGS, type RunningBackend } from './backend.ts';
import { expectTrace } from './expect-trace.ts';
import { Unavailable } from './install/unavailable.ts';
import { runShop, runShopFor } from './shop/run-shop.ts';
import { FAILED, HELPED } from './shop/steps.ts';
import { StartedBackends } from './started-backends.ts';

const BACKENDS: readonly Backend[] = [
  tracewright,
  jaeger,
  phoenix,
  mlflow,
  otelCollector({ encoding: 'proto', compression: 'gzip' }),
  otelCollector({ encoding: 'json', compression: 'none' }),
];

/** Building one from its sources takes up to 25 minutes, the first time. */
const INSTALL_AND_START_MS = 30 * 60_000;

const started = new StartedBackends();
afterAll(() => started.stopAll());

describe.each(BACKENDS)('$name', (backend) => {
  let running: RunningBackend | Unavailable;

  beforeAll(async () => {
    running = await started.start(backend);
    if (running instanceof Unavailable) console.warn(`${backend.name} cannot be had here: ${running.message}`);
  }, INSTALL_AND_START_MS);

  test.for(backend.encodings)(
    'shows tree, kinds, status, tokens, cost and texts of both traces, sent as $protocol with compression $compression',
    async (encoding, { skip }) => {
      if (running instanceof Unavailable) return skip(running.message);

      const { helped, failed, complaints } = await runShop(running, encoding);

      expect(complaints).toBe('');
      await expectTrace(
        backend,
        running,
        helped,
        HELPED.map((step) => [step, backend.shows(step)]),
      );
      await expectTrace(
        backend,
        running,
        failed,
        FAILED.map((step) => [step, backend.shows(step)]),
      );
    },
  );

  test.for(ENCODINGS.filter(({ protocol }) => backend.encodings.every((taken) => taken.protocol !== protocol)))(
    'refuses $protocol with compression $compression, and the app hears of it and ends as ever',
    async (encoding, { skip }) => {
      if (running instanceof Unavailable) return skip(running.message);

      const { complaints, helped } = await runShop(running, encoding);

      expect(complaints).toContain('11 spans were dropped');
      expect(await running.readTrace(helped.traceId)).toEqual([]);
    },
  );
});

test(
  'one run of the app is the same trace everywhere, for each back-end in words of its own',
  async () => {
    const all = await Promise.all(
      BACKENDS.map(async (backend) => ({ backend, running: await started.start(backend) })),
    );
    const there = all.flatMap(({ backend, running }) => (running instanceof Unavailable ? [] : [{ backend, running }]));

    const { helped, failed, complaints } = await runShopFor(
      there.map(({ backend: { encodings, ownDialect }, running: { endpoint, headers } }) => ({
        endpoint,
        headers,
        ...encodings[0],
        ...(ownDialect && { dialect: ownDialect.name }),
      })),
    );

    expect(complaints).toBe('');
    for (const { backend, running } of there) {
      const { shows } = backend.ownDialect ?? backend;
      await expectTrace(
        backend,
        running,
        helped,
        HELPED.map((step) => [step, shows(step)]),
      );
      await expectTrace(
        backend,
        running,
        failed,
        FAILED.map((step) => [step, shows(step)]),
      );
    }
  },
  INSTALL_AND_START_MS,
);
