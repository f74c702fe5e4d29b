import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { runCommand } from './run-command.ts';

/** What a command left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line, its words separated by spaces or given one by one, in this process. */
export async function run(
  words: string | readonly string[],
  stdin: string | AsyncIterable<string> = '',
  env: Record<string, string> = {},
): Promise<Ran> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const printed = Promise.all([text(stdout), text(stderr)]);
  const args = typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words;
  const code = await runCommand(args, {
    env,
    stdin: Readable.from(typeof stdin === 'string' ? [stdin] : stdin),
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { code, out, err };
}

/** A folder that goes with the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A collector on a free port, closed with the test at the latest. */
export async function collectorOn(dataDir: string, env: Record<string, string> = {}): Promise<Collector> {
  const collector = await startCollector(
    readConfig({ PORT: '0', TRACEWRIGHT_DATA: dataDir, ...env }, []),
    console.error,
  );
  onTestFinished(() => collector.close());
  return collector;
}

/** A collector on a free port over a folder of its own, for all tests of the file that calls this. */
export function collectorOfFile(): { readonly url: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-cli-'));
  let collector: Collector | undefined;
  beforeAll(async () => {
    collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder }, []), console.error);
  });
  afterAll(async () => {
    await collector?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get url() {
      if (collector === undefined) throw new Error('the collector runs within tests alone');
      return collector.url;
    },
  };
}

/** A trace of a root and a call below it, as a line of OTLP JSON. */
export function traceLine(number: number, name = 'agent'): string {
  const traceId = number.toString(16).padStart(32, '0');
  const startNs = BigInt(Date.UTC(2026, 0, number)) * 1_000_000n;
  const span = (id: number, more: object): object => ({
    traceId,
    spanId: id.toString(16).padStart(16, '0'),
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + 2_000_000_000n),
    ...more,
  });
  const usage = (key: string, value: number): object => ({
    key: `gen_ai.usage.${key}`,
    value: { intValue: `${value}` },
  });
  const call = {
    parentSpanId: '0000000000000001',
    name: 'chat demo',
    attributes: [
      { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
      { key: 'gen_ai.request.model', value: { stringValue: 'demo-small' } },
      usage('input_tokens', 1_000),
      usage('output_tokens', 10),
    ],
  };
  const spans = [span(1, { name }), span(2, call)];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'test' }, spans }] }] });
}
