import { existsSync, readFileSync } from 'node:fs';

/** What a collector under measurement says of itself. */
export interface ServerUsage {
  /** User and system time of all threads since the start, ms. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

const STATUS = '/proc/self/status';

export type FromServer = { readonly url: string } | { readonly usage: ServerUsage };

/** What is delivered, if it is the build that measures. */
const COLLECTOR = import.meta.url.endsWith('.ts') ? '../index.ts' : '../../bundle/index.js';

// Entry of a collector that tells its parent what it has used: the parent sends anything, this answers.
const { growHeapSlowly, readConfig, startCollector } = (await import(
  new URL(COLLECTOR, import.meta.url).href
)) as typeof import('../index.ts');
growHeapSlowly();
const collector = await startCollector(readConfig(process.env, []), console.error);
send({ url: collector.url });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  send({ usage: { cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss(), peakRssBytes: peakRss() } });
});
process.once('SIGTERM', () => void collector.close().then(() => process.exit(0)));

/** Linux's `maxRSS` begins with what the parent took when it forked, whose bodies are larger than a collector. */
function peakRss(): number {
  const fallback = process.resourceUsage().maxRSS;
  const peakKib = existsSync(STATUS) ? /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1] : undefined;
  return Number(peakKib ?? fallback) * 1_024;
}

function send(message: FromServer): void {
  process.send?.(message);
}
