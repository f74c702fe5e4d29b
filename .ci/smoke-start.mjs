/**
 * Clones the repository into an empty folder, runs `npm start` there on a free port, and checks that the demo's traces
 * have arrived with tokens and cost and that the page is served. Prints how long each stage took.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TIMEOUT_MS = 10 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'tracewright-clone-'));
const startedMs = Date.now();
let app;
try {
  const clone = spawnSync('git', ['clone', '--quiet', ROOT, folder], { stdio: 'inherit' });
  if (clone.status !== 0) throw new Error('git clone failed');
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  app = spawn('npm', ['start'], {
    cwd: folder,
    env: environment(port),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  await until('the collector answers on /health', async () => (await text(`${address}/health`)) === 'OK');
  await until('the demo has sent traces with tokens and cost', async () => areDemoTracesComplete(address));
  const page = await fetch(`${address}/traces`);
  if (!page.ok || !(await page.text()).includes('<script')) throw new Error('the viewer is not served');
  console.log(`${seconds()} s: the page is served`);
  await endedWithNpm(app, address);
  console.log(`${seconds()} s: all of it has ended with npm`);
} catch (error) {
  console.error(`npm start in a fresh clone: ${error.message}`);
  process.exitCode = 1;
} finally {
  killLeftovers(app);
  rmSync(folder, { recursive: true, force: true });
}

async function areDemoTracesComplete(address) {
  const { items } = JSON.parse(await text(`${address}/api/v1/traces?limit=100`));
  const called = items.filter((trace) => trace.llmCount > 0);
  const complete = called.filter((trace) => trace.inputTokens > 0 && trace.outputTokens > 0 && trace.costUsd > 0);
  // One trace per example at least: the OpenAI chat and the LangChain chain.
  return new Set(complete.map((trace) => trace.service ?? trace.name)).size >= 2;
}

async function until(what, isTrue) {
  while (Date.now() - startedMs < TIMEOUT_MS) {
    if (app.exitCode !== null) throw new Error(`npm start ended with code ${app.exitCode} before ${what}`);
    if (await isTrue().catch(() => false)) {
      console.log(`${seconds()} s: ${what}`);
      return;
    }
    await sleep(250);
  }
  throw new Error(`not within ${TIMEOUT_MS / 60_000} minutes: ${what}`);
}

/** Ends npm alone, as a supervisor would: everything that it started has to end with it. */
async function endedWithNpm(child, address) {
  child.kill('SIGTERM');
  const deadlineMs = Date.now() + 15_000;
  while (Date.now() < deadlineMs) {
    const isGone = await fetch(`${address}/health`).then(
      () => false,
      () => true,
    );
    if (isGone) return;
    await sleep(250);
  }
  throw new Error('the collector still answers 15 s after npm was ended');
}

/** Ends whatever is left of the process group that was started here. */
function killLeftovers(child) {
  try {
    if (child) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}

/** The environment of a newcomer: nothing that an enclosing npm script has set. */
function environment(port) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|OPENAI_|OTEL_|TRACEWRIGHT_)/i.test(name));
  const env = Object.fromEntries(clean);
  env.PATH = (env.PATH ?? '')
    .split(':')
    .filter((entry) => !entry.includes('node_modules') || !existsSync(join(entry, 'node')))
    .join(':');
  env.PORT = String(port);
  return env;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function text(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

function seconds() {
  return ((Date.now() - startedMs) / 1_000).toFixed(1);
}
