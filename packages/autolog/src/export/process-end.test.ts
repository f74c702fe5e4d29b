import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OtlpSink, startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { type AppEnd, type AppOptions, runApp } from '../testing/run-app.test.support.ts';
import { TEN_SPANS } from '../testing/ten-spans.test.support.ts';

let sink: OtlpSink;

beforeEach(async () => {
  sink = await startOtlpSink();
});

afterEach(() => sink.close());

/** Each case is a process. */
const IS_THOROUGH = process.env.TRACEWRIGHT_THOROUGH !== undefined;

const namesOf = (received: OtlpSink) => received.spans().map(({ name }) => name);
const TEN_NAMES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].map((i) => `step ${i}`);
const env = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
const areTenThere = () => TEN_NAMES.every((name) => namesOf(sink).includes(name));

/** Longest time that the end of a process is held up, ms. */
const LIMIT_MS = 2_000;
const TRIES = 5;

/**
 * {@link runApp}, again where a busy machine did not let the process do within its two seconds what takes a twentieth of
 * them: spans may be lost then.
 */
async function endOf(text: string, options: AppOptions, isAllThere: () => boolean = areTenThere): Promise<AppEnd> {
  for (let tries = 1; ; tries++) {
    const end = await runApp(text, options);
    if (tries === TRIES || end.runMs < LIMIT_MS || isAllThere()) return end;
    sink.requests.length = 0;
  }
}

const ENDS = [
  ['a natural end', '', 0],
  ['process.exit(7)', 'process.exit(7);', 7],
  ['an uncaught error', `throw new Error('app failed');`, 1],
  ['process.exit(0)', 'process.exit(0);', 0],
  ['process.exitCode', 'process.exitCode = 3;', 3],
  ['an unhandled rejection', `Promise.reject(new Error('app failed'));`, 1],
  ['an endless await at top level', 'await new Promise(() => {});', 13],
] as const;

test.each(IS_THOROUGH ? ENDS : ENDS.slice(0, 3))(
  '%s loses no span and keeps its exit code',
  async (_name, ending, code) => {
    const end = await endOf(TEN_SPANS + ending, { env: env() });
    expect(end.code, end.stderr).toBe(code);
    expect(new Set(namesOf(sink))).toEqual(new Set(TEN_NAMES));
  },
);

test.each(IS_THOROUGH ? (['SIGTERM', 'SIGINT'] as const) : (['SIGTERM'] as const))(
  '%s loses no span and still kills',
  async (signal) => {
    const end = await endOf(`${TEN_SPANS} setInterval(() => {}, 1000);`, {
      env: env(),
      onLine: (_line, kill) => kill(signal),
    });
    expect(end.signal).toBe(signal);
    expect(new Set(namesOf(sink))).toEqual(new Set(TEN_NAMES));
  },
);

test('the handler of the app decides what a signal does, and sees nothing but its own listener', async () => {
  const text = `
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => { console.log('listeners ' + process.listenerCount('SIGTERM')); process.exit(5); });`;
  const end = await endOf(TEN_SPANS + text, {
    env: env(),
    onLine: (line, kill) => line === 'ready' && kill('SIGTERM'),
  });
  expect(end.code).toBe(5);
  expect(end.stdout).toContain('listeners 1');
  expect(new Set(namesOf(sink))).toEqual(new Set(TEN_NAMES));
});

/** Kills the process itself once it is the last to listen, as many libraries do through it. */
const SIGNAL_EXIT = `
import { onExit } from 'signal-exit';
onExit((code, signal) => console.log('closing ' + code + ' ' + signal));
`;

test.each([
  ['set up before us', 'SIGTERM', SIGNAL_EXIT + TEN_SPANS],
  ['set up after us', 'SIGINT', TEN_SPANS + SIGNAL_EXIT],
] as const)(
  'beside signal-exit, %s, a signal still kills, its handlers run and no span is lost',
  { tags: 'thorough' },
  async (_when, signal, text) => {
    const end = await endOf(`${text} setInterval(() => {}, 1000); console.log('set up');`, {
      env: env(),
      onLine: (line, kill) => line === 'set up' && kill(signal),
    });
    expect(end.signal, end.stderr).toBe(signal);
    expect(end.stdout).toContain(`closing null ${signal}`);
    expect(new Set(namesOf(sink))).toEqual(new Set(TEN_NAMES));
  },
);

test('an app that outlives a signal is flushed again at the next one', { tags: 'thorough' }, async () => {
  const text = `
    setInterval(() => {}, 1000);
    process.once('SIGINT', () => setImmediate(() => { tracer.startSpan('after').end(); console.log('again'); }));`;
  const options: AppOptions = { env: env(), onLine: (_line, kill) => kill('SIGINT') };
  const end = await endOf(TEN_SPANS + text, options, () => namesOf(sink).includes('after'));
  expect(end.signal).toBe('SIGINT');
  expect(namesOf(sink)).toContain('after');
});

test('a step that is still running when the process ends is sent as cut off', async () => {
  await endOf(`${TEN_SPANS} tracer.startSpan('endless'); process.exit(0);`, { env: env() });
  const endless = sink.spans().find(({ name }) => name === 'endless');
  expect(endless).toMatchObject({ attributes: { 'error.type': 'process_exit' }, status: { code: 2 } });
});

test('a span sent before is not sent again at exit', { tags: 'thorough' }, async () => {
  await runApp(`${TEN_SPANS.replace('autolog(', 'const tracing = autolog(')} await tracing.flush();`, { env: env() });
  expect(namesOf(sink).toSorted()).toEqual(TEN_NAMES);
});

/** A model server in the app's own process: two chunks and no end where a stream is asked for, else an answer. */
const MODEL_SERVER = `
import { createServer } from 'node:http';
import OpenAI from 'openai';
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    const { model, stream } = JSON.parse(body);
    if (model === 'silent') return;
    if (!stream) {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({ id: '1', model, choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }));
    }
    response.setHeader('content-type', 'text/event-stream');
    for (const content of ['Par', 'is']) {
      response.write('data: ' + JSON.stringify({ id: '1', model, choices: [{ index: 0, delta: { content } }] }) + '\\n\\n');
    }
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = new OpenAI({ apiKey: 'k', maxRetries: 0, baseURL: 'http://127.0.0.1:' + server.address().port + '/v1' });
const messages = [];
const tracing = autolog({ langchain: false });
const kept = client.chat.completions.create({ model: 'kept', messages });
const unread = await client.chat.completions.create({ model: 'unread', messages, stream: true });
const half = (await client.chat.completions.create({ model: 'half', messages, stream: true }))[Symbol.asyncIterator]();
await half.next();
const silent = client.chat.completions.create({ model: 'silent', messages });
silent.catch(() => {});
globalThis.held = [kept, unread, half, silent];
// Both requests have left by the time that this answer is here.
await client.chat.completions.create({ model: 'last', messages });
`;

const isLastThere = () => namesOf(sink).includes('chat last');

const ends = (received: OtlpSink) =>
  Object.fromEntries(
    received
      .spans()
      .filter(({ name }) => name.startsWith('chat '))
      .map(({ name, status, attributes }) => [
        name.slice(5),
        [status.code, attributes['error.type'], attributes['tracewright.stream.end']],
      ]),
  );

test('work that is over when the process ends has not failed; only a request that is running was cut off', async () => {
  const options = { env: env(), dependencies: ['openai'] };
  const end = await endOf(`${MODEL_SERVER} process.exit(0);`, options, isLastThere);
  expect(end.code, end.stderr).toBe(0);
  expect(ends(sink)).toEqual({
    kept: [0, undefined, undefined],
    unread: [0, undefined, 'abandoned'],
    half: [0, undefined, 'abandoned'],
    silent: [2, 'process_exit', undefined],
    last: [0, undefined, undefined],
  });
  const half = sink.spans().find(({ name }) => name === 'chat half');
  expect(half?.attributes).toMatchObject({
    'gen_ai.output.messages': expect.stringContaining('Par'),
    'tracewright.stream.chunks': 1,
  });
});

test('shutdown() writes down what came of streams, and fails nothing', async () => {
  const options = { env: env(), dependencies: ['openai'] };
  const end = await endOf(`${MODEL_SERVER} await tracing.shutdown(); process.exit(0);`, options, isLastThere);
  expect(end.code, end.stderr).toBe(0);
  expect(ends(sink)).toMatchObject({ half: [0, undefined, 'abandoned'], silent: [0, undefined, undefined] });
  expect(sink.spans().find(({ name }) => name === 'chat half')?.attributes['gen_ai.output.messages']).toContain('Par');
});
