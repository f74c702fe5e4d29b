import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build as viteBuild } from 'vite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OtlpSink, startOtlpSink } from './testing/otlp-sink.test.support.ts';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Installed where versions are compared: a bundler is a lot to fetch for one case. */
const ESBUILD = fileURLToPath(new URL('../versions/esbuild/node_modules/esbuild', import.meta.url));

/** Shows the module, makes one call and leaves the rest to the end of the process. */
const APP = `
import http from 'node:http';
import * as openai from 'openai';
import { autolog } from '@tracewright/autolog';
autolog({ openai: { module: openai }, prices: [{ model: 'demo', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 }] });
const server = http.createServer((request, response) => request.resume().on('end', () => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id: '1', model: 'demo', usage: { prompt_tokens: 7, completion_tokens: 2 },
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Paris' } }] }));
}));
server.listen(0, '127.0.0.1', async () => {
  const client = new openai.OpenAI({ apiKey: 'k', baseURL: 'http://127.0.0.1:' + server.address().port + '/v1' });
  const answer = await client.chat.completions.create({ model: 'demo', messages: [{ role: 'user', content: 'City?' }] });
  server.close();
  server.closeAllConnections();
  console.log(answer.choices[0].message.content);
});
`;

let sink: OtlpSink;
let folder: string;

beforeEach(async () => {
  sink = await startOtlpSink();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tracewright-bundle-')));
  mkdirSync(join(folder, 'app'));
  symlinkSync(NODE_MODULES, join(folder, 'app', 'node_modules'), 'junction');
  writeFileSync(join(folder, 'app', 'main.js'), APP);
  writeFileSync(join(folder, 'app', 'package.json'), '{"type":"module"}');
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await sink.close();
});

/** Runs a bundle away from every `node_modules`, and expects the one span of its call. */
async function expectTraced(bundle: string): Promise<void> {
  const alone = join(folder, bundle.endsWith('.mjs') ? 'alone.mjs' : 'alone.cjs');
  renameSync(bundle, alone);
  const env = { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [alone], { cwd: folder, env });
  expect([stdout, stderr]).toEqual(['Paris\n', '']);
  expect(sink.spans()).toMatchObject([
    { name: 'chat demo', attributes: { 'gen_ai.usage.input_tokens': 7, 'gen_ai.usage.cost': 0.000009 } },
  ]);
}

const FORMATS = [
  ['es', 'mjs'],
  ['cjs', 'cjs'],
] as const;

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? FORMATS.slice(0, 1) : FORMATS)(
  'an app built by Vite for the server, as %s, is traced',
  async (format, extension) => {
    await viteBuild({
      root: join(folder, 'app'),
      logLevel: 'silent',
      ssr: { noExternal: true, resolve: { conditions: ['tracewright-source', 'node', 'import'] } },
      build: {
        ssr: 'main.js',
        minify: true,
        rolldownOptions: { output: { format, entryFileNames: `main.${extension}`, codeSplitting: false } },
      },
    });
    await expectTraced(join(folder, 'app', 'dist', `main.${extension}`));
  },
);

test.for([
  ['esm', 'mjs'],
  ['cjs', 'cjs'],
] as const)('an app bundled by esbuild, as %s, is traced', async ([format, extension], context) => {
  if (!existsSync(ESBUILD)) return context.skip('esbuild is not installed: npm run test:versions brings it');
  const { build } = createRequire(import.meta.url)(ESBUILD) as { build(options: object): Promise<unknown> };
  const bundle = join(folder, 'app', `bundle.${extension}`);
  await build({
    absWorkingDir: join(folder, 'app'),
    entryPoints: ['main.js'],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format,
    conditions: ['tracewright-source'],
    logLevel: 'silent',
    // What CommonJS packages inside an ESM bundle need, by esbuild's own advice.
    banner:
      format === 'esm'
        ? { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` }
        : {},
  });
  await expectTraced(bundle);
});
