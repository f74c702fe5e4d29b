/** `node --conditions=tracewright-source test/shots.ts`: a picture of every page and state, to look at. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchBrowser, whyNoBrowser } from './browser.ts';
import { FakeServer } from './fake-server.ts';
import { bigTrace, bigTraceId, caseTraces, crowd, SAMPLE_ID } from './samples.ts';

const folder = fileURLToPath(new URL('../screenshots', import.meta.url));
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const nowNs = BigInt(Date.now()) * 1_000_000n;
const small = crowd(400, nowNs - 7_200_000_000_000n);
const full = new FakeServer([...caseTraces(nowNs), bigTrace(10_000, nowNs - 3_600_000_000_000n), ...small], dist);
const empty = new FakeServer([], dist);
const [at, emptyAt] = await Promise.all([full.listen(), empty.listen()]);

const WHAT_IF_SPAN = full.traces.flatMap(({ skeleton }) =>
  skeleton.traceId === SAMPLE_ID.agent ? skeleton.spanId : [],
)[3];

/** Of the trace that is so many rows down among the many small ones. */
const crowdId = (row: number) => small[row]?.detail.traceId ?? '';

const PAGES: readonly (readonly [string, string])[] = [
  ['empty', `${emptyAt}/traces`],
  ['list', `${at}/traces`],
  ['filter', `${at}/traces?q=${encodeURIComponent('status = ok AND naem = agent.run')}`],
  ['filtered', `${at}/traces?q=${encodeURIComponent('duration > 2s AND spans > 12')}`],
  ['phone-facets', `${at}/traces?rail=1`],
  ['brushed', `${at}/traces?from=-3h&cols=start,name,latency,user,session,tags&sort=duration`],
  ['chosen', `${at}/traces?chosen=${SAMPLE_ID.agent},${SAMPLE_ID.retried}`],
  ['compare', `${at}/compare?a=${crowdId(0)}&b=${SAMPLE_ID.agent}`],
  ['all-steps', `${at}/steps`],
  ['steps-compared', `${at}/steps?vs=model&x=gpt-4o&y=my-own-model`],
  ['sessions', `${at}/sessions`],
  ['session', `${at}/sessions/session-3`],
  ['session-open', `${at}/sessions/session-3?trace=${crowdId(13)}`],
  ['trace', `${at}/traces/${SAMPLE_ID.agent}`],
  ['flame', `${at}/traces/${SAMPLE_ID.agent}?view=flame`],
  ['chat', `${at}/traces/${SAMPLE_ID.agent}?view=chat`],
  ['chat-hostile', `${at}/traces/${SAMPLE_ID.hostile}?view=chat`],
  ['steps', `${at}/traces/${SAMPLE_ID.agent}?view=agg`],
  ['what-if', `${at}/traces/${SAMPLE_ID.agent}?if=F-${WHAT_IF_SPAN}&span=${WHAT_IF_SPAN}`],
  ['found', `${at}/traces/${SAMPLE_ID.agent}?q=chat&kinds=llm,tool&zoom=0,6000000`],
  ['retried', `${at}/traces/${SAMPLE_ID.retried}?tab=events`],
  ['roots', `${at}/traces/${SAMPLE_ID.severalRoots}`],
  ['running', `${at}/traces/${SAMPLE_ID.running}`],
  ['hostile', `${at}/traces/${SAMPLE_ID.hostile}`],
  ['deep', `${at}/traces/${SAMPLE_ID.deep}`],
  ['unpriced', `${at}/traces/${SAMPLE_ID.unpriced}`],
  ['big', `${at}/traces/${bigTraceId(10_000)}`],
  ['dashboards', `${at}/dash`],
  ['dashboards-by', `${at}/dash?by=model&p=p50`],
  ['experiment', `${at}/experiments/4`],
  ['run', `${at}/#/experiments/4/runs/0a1b`],
  ['model', `${at}/models/support%20bot?v=3`],
  ['settings', `${at}/settings`],
  ['missing', `${at}/traces/${'9'.repeat(32)}`],
];

/** Pages that are also taken as paper has them, in one piece. */
const PRINTED = new Set(['list', 'compare', 'all-steps', 'sessions', 'session', 'trace', 'chat', 'dashboards', 'run']);

const wanted = process.argv.slice(2);
const browser = await launchBrowser();
if (!browser) throw new Error(whyNoBrowser());
await mkdir(folder, { recursive: true });
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1440, 360]) {
      const page = await browser.newPage({ viewport: { width, height: width === 360 ? 740 : 900 }, colorScheme });
      for (const [name, url] of PAGES.filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
        await page.goto(url, { waitUntil: 'networkidle' });
        if (name === 'trace' && width > 400)
          await page.locator('[role=row][data-span]', { hasText: 'gpt-4o' }).last().click();
        if (name === 'trace' && width > 400) await page.getByText('You are the support assistant').first().waitFor();
        if (name === 'filter') {
          await page.getByRole('combobox').press('End');
          await page.getByRole('combobox').pressSequentially(' AND d');
        }
        if (name === 'filter') await page.getByText('there is no field').waitFor();
        await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png` });
        if (!PRINTED.has(name) || colorScheme === 'light' || width < 400) continue;
        await page.emulateMedia({ media: 'print' });
        await page.screenshot({ path: `${folder}/${name}-print.png`, fullPage: true });
        await page.emulateMedia({ media: null });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await Promise.all([full.close(), empty.close()]);
}
