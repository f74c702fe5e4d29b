import { autolog, trace } from '@tracewright/autolog';
import { expect, onTestFinished, test } from 'vitest';
import { runningCollector, traceApi } from './running-collector.ts';

test('a prompt that is cut in its span is kept as a whole, and goes with its trace', async () => {
  const { url } = await runningCollector();
  const tracing = autolog({ endpoint: url, offload: true, openai: false, langchain: false });
  onTestFinished(() => tracing.shutdown());
  const prompt = 'a long prompt, '.repeat(5_000);

  trace('ask', (step) => {
    step.setInput({ prompt });
    return 'short';
  });
  await tracing.flush();

  const api = traceApi(url);
  const [summary] = await api.list();
  const traceId = summary?.traceId ?? '';
  const span = await api.span(traceId, (await api.skeleton(traceId)).spanId[0] ?? '');
  const places = Object.entries(span.attributes).filter(([name]) => name.startsWith('tracewright.blob.'));
  expect(places).toEqual([[expect.any(String), expect.stringMatching(/^tracewright:blob:[0-9a-f]{64}$/)]]);
  const address = `${url}/api/v1/blobs/${String(places[0]?.[1]).slice('tracewright:blob:'.length)}`;
  expect(await (await fetch(address)).json()).toEqual({ prompt });

  expect((await fetch(`${url}/api/v1/traces/${traceId}`, { method: 'DELETE' })).ok).toBe(true);
  expect((await fetch(address)).status).toBe(404);
});
