/** `npm start`: builds what is stale, runs the collector, and fills an empty store with the examples' traces. */
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { whenParentIsGone } from './follow-parent.mjs';
import { storeInUse } from './store-in-use.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const EXAMPLES = ['openai-chat', 'rag-chain'];
const OPTIONS = ['--no-demo', '--no-auth'];
/** Fewer places for each thread to keep what it has freed, which takes memory. As in the container. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };
/** MiB: what requests have left is looked for after a few of them, not after a hundred. As in the container. */
const YOUNG_HEAP = '--max-semi-space-size=8';
const key = process.env.TRACEWRIGHT_API_KEY;

const unknown = process.argv.slice(2).find((argument) => !OPTIONS.includes(argument));
if (unknown)
  stop(`Unknown option ${unknown}. npm start knows: ${OPTIONS.map((option) => `npm start -- ${option}`).join(', ')}.`);
// Before the build: it would take away the files that a collector runs from and serves.
const inUse = storeInUse(resolve(ROOT, process.env.TRACEWRIGHT_DATA || '.tracewright'));
if (inUse)
  stop(
    `Tracewright did not start: ${inUse} is in use by another collector; stop that one, or set TRACEWRIGHT_DATA to another folder.`,
  );
const failed = await build(ROOT);
if (failed) stop(`Tracewright did not start: ${failed} failed, see above.`);

const collectorArgs = process.argv.slice(2).filter((argument) => argument !== '--no-demo');
const collector = spawn(
  process.execPath,
  [YOUNG_HEAP, join(ROOT, 'collector', 'bundle', 'main.js'), ...collectorArgs],
  {
    cwd: ROOT,
    env: { ...ALLOCATOR, ...process.env },
    stdio: ['inherit', 'pipe', 'inherit'],
  },
);
const demo = new AbortController();
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => collector.kill(signal));
// A terminal sends Ctrl-C to the whole group: the collector stops by itself, and this process follows it.
process.on('SIGINT', () => demo.abort());
whenParentIsGone(() => collector.kill('SIGTERM'));
collector.on('exit', (code) => {
  demo.abort();
  process.exitCode = code ?? 1;
});

const url = await listeningAt(collector.stdout);
if (url) {
  greet(url);
  if (!process.argv.includes('--no-demo') && (await isEmpty(url))) await runDemo(url);
}

/** Reads the collector's output until it names its address; what it says later is passed on. */
function listeningAt(stdout) {
  return new Promise((resolve) => {
    let seen = '';
    stdout.on('data', function read(chunk) {
      seen += chunk;
      const match = /(https?:\/\/\S+)\s/.exec(seen);
      if (!match) return;
      stdout.off('data', read);
      stdout.pipe(process.stdout);
      resolve(match[1]);
    });
    stdout.on('end', () => resolve(undefined));
  });
}

function greet(address) {
  const headers = key ? ", headers: { authorization: 'Bearer <the key>' }" : '';
  const variable = key ? ' OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20<the key>"' : '';
  console.log(`
  Tracewright is at  ${address}

  In your app:       import { autolog } from '@tracewright/autolog'; autolog({ endpoint: '${address}'${headers} });
  Any OTLP sender:   OTEL_EXPORTER_OTLP_ENDPOINT=${address}${variable}
  To stop:           Ctrl-C
`);
}

async function isEmpty(address) {
  const headers = key ? { authorization: `Bearer ${key}` } : {};
  const response = await fetch(`${address}/api/v1/traces?limit=1`, { headers });
  if (!response.ok) return false;
  const page = await response.json();
  return page.items.length === 0;
}

/** Runs each example once as a user would: its own process, autolog, OTLP over HTTP. */
async function runDemo(address) {
  console.log('  The store is empty: running the examples once, so that there is something to see …');
  const results = await Promise.all(EXAMPLES.map((name) => runExample(name, address)));
  if (demo.signal.aborted) return;
  const broken = EXAMPLES.filter((_, i) => results[i] !== 0);
  if (broken.length > 0) console.log(`  ${broken.join(', ')} did not finish; the collector is not affected.\n`);
  else if (await isEmpty(address)) console.log('  The examples ran, but none of their traces arrived.\n');
  else console.log(`  Done: open ${address}/traces\n`);
}

function runExample(name, address) {
  // Without an OpenAI key the examples use their stand-in server: the demo never spends anybody's money. And whatever
  // telemetry this shell is set up for, the demo's goes to this collector alone.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OPENAI_|OTEL_|TRACEWRIGHT_|NODE_OPTIONS$)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    OTEL_EXPORTER_OTLP_ENDPOINT: address,
    ...(key ? { OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(`Bearer ${key}`)}` } : {}),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'examples', name, 'dist', 'main.js')], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      signal: demo.signal,
    });
    child.on('error', () => resolve(1));
    child.on('exit', resolve);
  });
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
