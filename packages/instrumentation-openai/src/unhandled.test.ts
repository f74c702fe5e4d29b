import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { json, type Reply, type ScriptedServer, serve } from './scripted-server.test.support.ts';
import { APP_FOLDER } from './sdk-under-test.test.support.ts';

const refused = json({ error: { message: 'no such model' } }, 404);
const CALL = `client.chat.completions.create({ model: 'demo', messages: [{ role: 'user', content: 'x' }] })`;

const LOAD: Readonly<Record<string, string>> = {
  ESM: `import * as openai from 'openai';`,
  CommonJS: `import { createRequire } from 'node:module'; const openai = createRequire(import.meta.url)('openai');`,
};

/** Makes real spans, and fails if the SDK is not patched. */
const TRACE = `
  import { trace } from '@opentelemetry/api';
  import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
  import { OpenAIInstrumentation } from '@tracewright/instrumentation-openai';
  trace.setGlobalTracerProvider(new BasicTracerProvider());
  const instrumentation = new OpenAIInstrumentation();
  instrumentation.manuallyInstrument(openai);
  if (instrumentation.patchedCopies !== 1) process.exit(99);`;

/** How an app ends, and what it said, with `client` at hand. */
async function runApp(format: string, app: string, isTraced: boolean, server: ScriptedServer) {
  const program = `
    ${LOAD[format]}
    ${isTraced ? TRACE : ''}
    const client = new openai.OpenAI({ apiKey: 'k', baseURL: ${JSON.stringify(server.baseUrl)}, maxRetries: 0, logLevel: 'off' });
    ${app}`;
  const args = ['--conditions=tracewright-source', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, args, { cwd: APP_FOLDER, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  return { out, code, error: /^\w*Error: .*$/m.exec(errors)?.[0] };
}

async function bothWays(format: string, app: string, reply: Reply = refused) {
  const run = async (isTraced: boolean) => {
    const server = await serve(reply);
    try {
      return { ...(await runApp(format, app, isTraced, server)), requests: server.requests };
    } finally {
      server.close();
    }
  };
  const [plain, traced] = await Promise.all([run(false), run(true)]);
  expect(traced).toEqual(plain);
  return plain;
}

const LISTEN = `process.on('unhandledRejection', (reason) => console.log('unhandled', reason.constructor.name));`;

/** Each case starts two processes: CommonJS has its turn where versions are compared. */
const FORMATS = process.env.TRACEWRIGHT_TEST_APP_FOLDER === undefined ? ['ESM'] : ['ESM', 'CommonJS'];

describe.each(FORMATS)('the end of a process, %s', (format) => {
  test('a failed call that nobody awaits ends the process as without us', async () => {
    expect(await bothWays(format, `${CALL};`)).toMatchObject({
      code: 1,
      error: 'NotFoundError: 404 no such model',
      requests: [{ path: '/v1/chat/completions' }],
    });
  });

  test('a failed call that nobody awaits is reported once', { tags: 'thorough' }, async () => {
    expect(await bothWays(format, `${LISTEN} ${CALL};`)).toMatchObject({ code: 0, out: 'unhandled NotFoundError\n' });
  });

  test('a failed call that is handled, however late in the same turn, is not reported', {
    tags: 'thorough',
  }, async () => {
    const app = `${LISTEN} const promise = ${CALL}; promise.catch((error) => console.log('caught', error.status));`;
    expect(await bothWays(format, app)).toMatchObject({ code: 0, out: 'caught 404\n' });
  });

  test('parse(), withResponse(), asResponse() and stream() report a failure as often as without us', async () => {
    const calls = ['.withResponse()', '.asResponse()', '.then(() => {})'].map((rest) => CALL + rest);
    const app = [...calls, CALL.replace('create', 'parse'), CALL.replace('create', 'stream')].join(';\n');
    const outcome = await bothWays(format, `${LISTEN}\n${app};`);
    expect(outcome.out.match(/^unhandled NotFoundError$/gm)).toHaveLength(5);
  });

  test('a chunk that nobody waits for is reported once', { tags: 'thorough' }, async () => {
    const cut: Reply = (response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"\n\n');
    const app = `${LISTEN}
      const stream = await client.chat.completions.create({ model: 'demo', messages: [], stream: true });
      stream[Symbol.asyncIterator]().next();`;
    expect(await bothWays(format, app, cut)).toMatchObject({ code: 0, out: 'unhandled SyntaxError\n' });
  });

  test('an app whose stream is left open exits as without us', async () => {
    const open: Reply = (response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hi\n\n');
    const app = `await client.chat.completions.create({ model: 'demo', messages: [], stream: true }); process.exit(7);`;
    expect(await bothWays(format, app, open)).toMatchObject({ code: 7 });
  });
});
