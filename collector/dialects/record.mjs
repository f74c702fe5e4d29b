/**
 * `npm run record [name …]`: runs each library in `libraries/` against the stand-in model server and writes the spans
 * that it sends to `generated/<name>.json`, as OTLP in JSON. A Python program gets an environment of its own in
 * `.venv/<name>`, with what `requirements.json` names for it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startModelServer } from '../../examples/model-server/src/start-model-server.ts';
import { startSink } from './sink.mjs';

const FOLDER = new URL('./libraries/', import.meta.url);
const ENVIRONMENTS = new URL('./.venv/', import.meta.url);
const REQUIREMENTS = JSON.parse(readFileSync(new URL('./requirements.json', import.meta.url), 'utf8'));
const SUPPORT = ['conversation.mjs', 'openai-calls.mjs', 'provider.mjs'];

const libraries = readdirSync(FOLDER).filter((file) => /\.(mjs|py)$/.test(file) && !SUPPORT.includes(file));
const asked = process.argv.slice(2);
const models = await startModelServer({ pace: { firstTokenMs: [30, 30], betweenPiecesMs: [1, 1] } });
for (const file of libraries) {
  const name = file.replace(/\.\w+$/, '');
  if (asked.length > 0 && !asked.includes(name)) continue;
  const sink = await startSink();
  const exitCode = await run(file, { MODEL_URL: models.url, OTLP_URL: sink.url });
  sink.close();
  if (exitCode !== 0) {
    console.error(`${name}: ended with ${exitCode}, nothing is written`);
    process.exitCode = 1;
    continue;
  }
  writeFileSync(new URL(`./generated/${name}.json`, import.meta.url), `${JSON.stringify(sink.recorded(), null, 1)}\n`);
  console.log(`${name}: ${sink.spanCount()} spans`);
}
await models.close();

/** @returns {Promise<number>} the exit code; -1 where the interpreter is not there */
function run(file, env) {
  const path = fileURLToPath(new URL(file, FOLDER));
  const isPython = file.endsWith('.py');
  const command = isPython ? pythonFor(file.replace(/\.py$/, '')) : process.execPath;
  const child = spawn(command, isPython ? ['-P', path] : [path], {
    env: { ...process.env, ...env, LANGSMITH_TRACING: 'true', LANGSMITH_OTEL_ENABLED: 'true' },
    stdio: 'inherit',
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(-1));
    child.on('exit', (code) => resolve(code ?? -1));
  });
}

/** The interpreter of a program, with its packages installed. */
function pythonFor(name) {
  const folder = fileURLToPath(new URL(name, ENVIRONMENTS));
  const python = `${folder}/bin/python`;
  if (!existsSync(python)) {
    spawnSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
    spawnSync(python, ['-m', 'pip', 'install', '--quiet', ...REQUIREMENTS[name]], { stdio: 'inherit' });
  }
  return python;
}
