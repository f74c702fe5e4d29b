import { trace } from '@opentelemetry/api';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { expect, test } from 'vitest';
import { LangChainInstrumentation } from './index.ts';

test("registerInstrumentations() takes it as one of OpenTelemetry's own", () => {
  const instrumentation = new LangChainInstrumentation({ enabled: false, captureContent: false });

  registerInstrumentations({ tracerProvider: trace.getTracerProvider(), instrumentations: [instrumentation] })();

  expect(instrumentation.patchedCopies).toBe(0);
  expect(instrumentation.getConfig()).toMatchObject({ captureContent: false });
});
