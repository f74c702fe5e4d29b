/**
 * `npm run bench -w packages/viewer [-- 1000 10000]`: opens generated traces of these sizes, served by the real
 * collector, in Chromium, and prints what that takes as a table. The middle of three runs, each in a fresh page.
 */
import { cpus } from 'node:os';
import { agentSpans } from '../test/agent-spans.ts';
import { launchBrowser, whyNoBrowser } from '../test/browser.ts';
import { seededRandom } from '../test/random.ts';
import { bigTraceId } from '../test/samples.ts';
import { otlpRequests } from './otlp-spans.ts';
import { type OpenFigures, openTrace, type UseFigures, useTrace } from './page-figures.ts';
import { realCollector, sendTo } from './real-collector.ts';

const ROUNDS = 3;
const asked = process.argv.slice(2).map(Number).filter(Number.isInteger);
const sizes = asked.length > 0 ? asked : [1_000, 10_000, 50_000];

const browser = await launchBrowser();
if (!browser) throw new Error(whyNoBrowser());
const collector = await realCollector();
try {
  const columns: Figures[] = [];
  for (const size of sizes) {
    const spans = agentSpans(seededRandom(size), size);
    const startNs = BigInt(Date.now() - 86_400_000) * 1_000_000n;
    await sendTo(collector, otlpRequests({ traceId: bigTraceId(size), startNs, spans }));
    columns.push(await figuresOf(size));
  }
  print(columns);
} finally {
  await browser.close();
  await collector.stop();
}

type Figures = OpenFigures & UseFigures & { readonly firstVisitMs: number };

/**
 * The middle of each figure over the rounds. The first one is told apart: the collector has been sent the trace just
 * before, and reads it for the first time.
 */
async function figuresOf(size: number): Promise<Figures> {
  const rounds: (OpenFigures & UseFigures)[] = [];
  let firstVisitMs = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const page = await browser!.newPage({ viewport: { width: 1440, height: 900 } });
    const open = await openTrace(page, `${collector.url}/traces/${bigTraceId(size)}`);
    if (round === 0) firstVisitMs = open.firstRowsMs;
    else rounds.push({ ...open, ...(await useTrace(page)) });
    await page.close();
  }
  const keys = Object.keys(rounds[0]!) as (keyof OpenFigures | keyof UseFigures)[];
  const middles = keys.map((key) => [key, middle(rounds.map((figures) => figures[key]))]);
  return { ...Object.fromEntries(middles), firstVisitMs };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(columns: readonly Figures[]): void {
  const row = (label: string, key: keyof Figures, digits = 0) =>
    `| ${label} | ${columns.map((figures) => figures[key].toFixed(digits)).join(' | ')} |`;
  console.log(
    [
      `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Chromium ${browser!.version()}`,
      '',
      `| spans | ${sizes.map((size) => size.toLocaleString('en-US')).join(' | ')} |`,
      `|---|${sizes.map(() => '---').join('|')}|`,
      row('first rows, ms', 'firstRowsMs'),
      row('first rows of the first visit, ms', 'firstVisitMs'),
      row('main thread blocked, ms', 'blockingMs'),
      row('worker: critical path, layout and all else, ms', 'workerMs'),
      row('of that, the critical path, ms', 'pathMs'),
      row('data over the wire, kB', 'dataKb', 1),
      row('DOM nodes', 'domNodes'),
      row('heap and typed arrays after collection, MB', 'heapMb', 1),
      row('script per scrolled frame, ms', 'scriptPerFrameMs', 1),
      row('blank frames of 120', 'blankFrames'),
      row('fold all to paint, ms', 'foldMs'),
      row('filter to paint, ms', 'filterMs'),
      row('search keystroke to paint, ms', 'searchMs'),
    ].join('\n'),
  );
}
