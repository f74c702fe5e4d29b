import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jaeger } from './adapters/jaeger.ts';
import { mlflow } from './adapters/mlflow.ts';
import { otelCollector } from './adapters/otel-collector.ts';
import { phoenix } from './adapters/phoenix.ts';
import { tracewright } from './adapters/tracewright.ts';
import { type Backend, ENCODINGS, type RunningBackend } from './backend.ts';
import { expectTrace } from './expect-trace.ts';
import { Unavailable } from './install/unavailable.ts';
import { runShop } from './shop/run-shop.ts';
import { FAILED, HELPED } from './shop/steps.ts';

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

describe.each(BACKENDS)('$name', (backend) => {
  let running: RunningBackend | undefined;
  let reason = '';

  beforeAll(async () => {
    try {
      running = await (await backend.install()).start();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      reason = `${backend.name} cannot be had here: ${error.message}`;
    }
  }, INSTALL_AND_START_MS);

  afterAll(() => running?.stop());

  test.for(ENCODINGS.filter((encoding) => backend.encodings.includes(encoding)))(
    'shows tree, kinds, status, tokens, cost and texts of both traces, sent as $protocol with compression $compression',
    async (encoding, { skip }) => {
      if (running === undefined) return skip(reason);

      const { helped, failed, complaints } = await runShop(running, encoding);

      expect(complaints).toBe('');
      await expectTrace(backend, running, helped, HELPED);
      await expectTrace(backend, running, failed, FAILED);
    },
  );

  test.for(ENCODINGS.filter((encoding) => !backend.encodings.includes(encoding)))(
    'refuses $protocol with compression $compression, and the app hears of it and ends as ever',
    async (encoding, { skip }) => {
      if (running === undefined) return skip(reason);

      const { complaints, helped } = await runShop(running, encoding);

      expect(complaints).toContain('10 spans were dropped');
      expect(await running.readTrace(helped.traceId)).toEqual([]);
    },
  );
});
