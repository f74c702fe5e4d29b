/**
 * `node packages/instrumentation-openai/bench/parts.ts`: what the parts of tracing a chat take when nothing else runs
 * between them, by the built packages; a sink in this process takes what is sent. In an app's call, between the code of
 * the SDK, each takes longer.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { autolog } from '@tracewright/autolog';
import { plainCopy } from '@tracewright/instrumentation-core';
import { MODEL, QUESTION, STREAM_CHUNKS } from './canned-answers.ts';
import { startSink } from './servers.ts';

const ROUNDS = 15;
const CALLS = 200;

/** Of a stream, so that the clock is not read in vain. */
let longestMs = 0;

const request = {
  model: MODEL,
  messages: [
    { role: 'system', content: 'Answer in one paragraph.' },
    { role: 'user', content: QUESTION },
  ],
  temperature: 0.2,
};
const messages = request.messages.map(({ role, content }) => ({ role, parts: [{ type: 'text', content }] }));
const sink = await startSink();
const tracing = autolog({ endpoint: sink.url });
const tracer = tracing.tracerProvider.getTracer('parts');
const storage = new AsyncLocalStorage<number>();
const text = JSON.stringify(messages);
const attributes = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [`gen_ai.part.${i}`, i < 10 ? i : `text ${i}`]),
);

console.log('| part | µs |\n| - | -: |');
await row('copying the request', async () => repeat(() => plainCopy(request)));
await row('its messages as JSON', async () => repeat(() => JSON.stringify(messages)));
await row('that JSON once more, as a text of the request to the sink', async () => repeat(() => JSON.stringify(text)));
await row('running something under a context', async () => repeat(() => storage.run(1, () => 1)));
await row('a promise behind a promise', async () => {
  for (let i = 0; i < CALLS; i++) await Promise.resolve(i).then((value) => value);
});
await row(
  'a span of 20 attributes and two such texts, started, ended and encoded',
  async () => repeat(span),
  tracing.flush,
);
await row('200 chunks of a generator', async () => repeatAsync(() => readAll(chunks())));
await row('with its next() forwarded', async () => repeatAsync(() => readAll(watched((result) => result))));
await row('with a promise behind each of its own', async () =>
  repeatAsync(() => readAll(watched((result) => result.then((step) => step)))),
);
await row('and with the clock read before and after each', async () =>
  repeatAsync(() =>
    readAll(
      watched((result) => {
        const askedMs = performance.now();
        return result.then((step) => {
          longestMs = Math.max(longestMs, performance.now() - askedMs);
          return step;
        });
      }),
    ),
  ),
);
await tracing.shutdown();
sink.close();

async function* chunks(): AsyncGenerator<number> {
  for (let i = 0; i < STREAM_CHUNKS; i++) yield i;
}

/** A generator as we watch one: `next` is a function of its own. */
function watched(
  onNext: (result: Promise<IteratorResult<number>>) => Promise<IteratorResult<number>>,
): AsyncGenerator<number> {
  const generator = chunks();
  const { next } = generator;
  generator.next = () => onNext(next.call(generator));
  return generator;
}

async function readAll(generator: AsyncGenerator<number>): Promise<void> {
  for await (const _chunk of generator);
}

async function repeatAsync(work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < CALLS; i++) await work();
}

function span(): void {
  const started = tracer.startSpan('chat', { attributes });
  started.setAttributes({ 'gen_ai.input.messages': text, 'gen_ai.output.messages': text });
  started.end();
}

function repeat(work: () => unknown): void {
  for (let i = 0; i < CALLS; i++) work();
}

/** Prints the best of several rounds, per call. @param around done before each of them, and not counted */
async function row(
  name: string,
  part: () => Promise<void>,
  around: () => Promise<void> = async () => {},
): Promise<void> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS * 10; round++) {
    await around();
    const before = process.cpuUsage();
    await part();
    const { user, system } = process.cpuUsage(before);
    if (round >= ROUNDS) best = Math.min(best, (user + system) / CALLS);
  }
  console.log(`| ${name} | ${best.toFixed(1)} |`);
}
