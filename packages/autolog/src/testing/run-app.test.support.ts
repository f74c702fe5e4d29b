import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How an app ended. */
export interface AppEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the app's first line on stdout to its end, ms; the start of Node is left out. */
  readonly runMs: number;
}

export interface AppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** What the app's package depends on; installed is everything that this workspace has. */
  readonly dependencies?: readonly string[];
  /** Called with each line on stdout, to answer it with a signal. */
  readonly onLine?: (line: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** What an app's text may use. */
const PREAMBLE = `
import { autolog } from '@tracewright/autolog';
import { trace, context, diag } from '@opentelemetry/api';
`;

/** An app that `npm test` has just made, with our packages as they are published: it starts in half of the time. */
const STAGED = process.env.TRACEWRIGHT_STAGED_APP;
const NODE_MODULES = STAGED
  ? join(STAGED, 'node_modules')
  : fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const CONDITIONS = STAGED ? [] : ['--conditions=tracewright-source'];

/** Runs an app of its own process, without the OTEL variables of this one, and waits for its end. */
export async function runApp(text: string, options: AppOptions = {}): Promise<AppEnd> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'autolog-app-')));
  try {
    symlinkSync(NODE_MODULES, join(folder, 'node_modules'), 'junction');
    const dependencies = Object.fromEntries(options.dependencies?.map((name) => [name, '*']) ?? []);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
    writeFileSync(join(folder, 'main.mjs'), PREAMBLE + text);
    return await run(join(folder, 'main.mjs'), folder, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(file: string, cwd: string, { env, flags = [], onLine }: AppOptions): Promise<AppEnd> {
  const own = Object.entries(process.env).filter(([name]) => !/^(OTEL|TRACEWRIGHT|NODE_OPTIONS|VITEST)/.test(name));
  const child = spawn(process.execPath, [...CONDITIONS, ...flags, file], {
    cwd,
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let startMs = performance.now();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (stdout === '') startMs = performance.now();
    stdout += chunk;
    for (const line of chunk.split('\n')) if (line !== '') onLine?.(line, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr, runMs: performance.now() - startMs }));
  });
}
