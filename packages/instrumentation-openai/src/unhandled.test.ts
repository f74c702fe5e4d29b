import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { json, type Reply, type ScriptedServer, serve } from './scripted-server.test.support.ts';

const refused = json({ error: { message: 'no such model' } }, 404);
const CALL = `client.chat.completions.create({ model: 'demo', messages: [{ role: 'user', content: 'x' }] })`;

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
async function runApp(app: string, isTraced: boolean, server: ScriptedServer): Promise<unknown> {
  const program = `
    import * as openai from 'openai';
    ${isTraced ? TRACE : ''}
    const client = new openai.OpenAI({ apiKey: 'k', baseURL: ${JSON.stringify(server.baseUrl)}, maxRetries: 0, logLevel: 'off' });
    ${app}`;
  const args = ['--conditions=tracewright-source', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  return { out, code, error: /^\w*Error: .*$/m.exec(errors)?.[0] };
}

async function bothWays(app: string, reply: Reply = refused): Promise<unknown> {
  const outcomes: unknown[] = [];
  for (const isTraced of [false, true]) {
    const server = await serve(reply);
    outcomes.push({ ...((await runApp(app, isTraced, server)) as object), requests: server.requests.length });
    server.close();
  }
  expect(outcomes[1]).toEqual(outcomes[0]);
  return outcomes[1];
}

const LISTEN = `process.on('unhandledRejection', (reason) => console.log('unhandled', reason.constructor.name));`;

test('a failed call that nobody awaits ends the process as without us', async () => {
  expect(await bothWays(`${CALL};`)).toMatchObject({ code: 1, error: 'NotFoundError: 404 no such model', requests: 1 });
});

test('a failed call that nobody awaits is reported once', async () => {
  expect(await bothWays(`${LISTEN} ${CALL};`)).toMatchObject({ code: 0, out: 'unhandled NotFoundError\n' });
});

test('a failed call that is handled, however late in the same turn, is not reported', async () => {
  const app = `${LISTEN} const promise = ${CALL}; promise.catch((error) => console.log('caught', error.status));`;
  expect(await bothWays(app)).toMatchObject({ code: 0, out: 'caught 404\n' });
});

test('parse(), withResponse(), asResponse() and stream() report a failure as often as without us', async () => {
  const calls = ['.withResponse()', '.asResponse()', '.then(() => {})'].map((rest) => CALL + rest);
  const app = [...calls, CALL.replace('create', 'parse'), CALL.replace('create', 'stream')].join(';\n');
  const outcome = (await bothWays(`${LISTEN}\n${app};`)) as { out: string };
  expect(outcome.out.match(/^unhandled NotFoundError$/gm)).toHaveLength(5);
});

test('a chunk that nobody waits for is reported once', async () => {
  const cut: Reply = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"\n\n');
  const app = `${LISTEN}
    const stream = await client.chat.completions.create({ model: 'demo', messages: [], stream: true });
    stream[Symbol.asyncIterator]().next();`;
  expect(await bothWays(app, cut)).toMatchObject({ code: 0, out: 'unhandled SyntaxError\n' });
});
