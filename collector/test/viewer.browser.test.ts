import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { sharedBrowser, whyNoBrowser } from '../../packages/viewer/test/browser.ts';
import { IS_THOROUGH } from '../../packages/viewer/test/thorough.test.support.ts';
import { runApp } from './run-app.ts';
import { runningCollector, traceApi } from './running-collector.ts';

const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
/** Both in thorough runs: that they run, and what their traces are, is looked at by their own tests. */
const EXAMPLES = (IS_THOROUGH ? ['openai-chat', 'rag-chain'] : ['rag-chain']).map((name) =>
  fileURLToPath(new URL(`../../examples/${name}/src/main.ts`, import.meta.url)),
);
const TIMEOUT_MS = 120_000;

let browser: Browser | undefined;

beforeAll(async () => {
  browser = await sharedBrowser();
}, TIMEOUT_MS);

test('the examples’ traces can be seen in a browser, and where their time went adds up', {
  timeout: TIMEOUT_MS,
}, async (context) => {
  if (!browser) return context.skip(whyNoBrowser());
  const collector = await runningCollector();
  await Promise.all(EXAMPLES.map((file) => runApp(file, collector.url)));
  const api = traceApi(collector.url);
  const traces = await api.list();
  const chain = traces.find((trace) => trace.name === 'answer question' && trace.status !== 'error');

  // What the pages look like, in both schemes, is a matter of thorough runs: tests of the viewer look at each page.
  for (const colorScheme of IS_THOROUGH ? (['light', 'dark'] as const) : (['light'] as const)) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1_440, height: 900 } });
    const complaints = listen(page, collector.url);

    await page.goto(`${collector.url}/traces`);
    await page.getByText('order-agent').first().waitFor();
    if (IS_THOROUGH) await looksRight(page, `traces-${colorScheme}`);

    // The newest trace, by keyboard.
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByTestId('time-total').waitFor();
    expect(page.url()).toContain(`/traces/${traces[0]?.traceId}`);
    await expectPartsToAddUp(page, (await api.skeleton(traces[0]?.traceId ?? '')).lengthUs[0] ?? -1);

    await page.goto(`${collector.url}/traces/${chain?.traceId}`);
    await page.getByTestId('time-total').waitFor();
    await expectPartsToAddUp(page, (await api.skeleton(chain?.traceId ?? '')).lengthUs[0] ?? -1);
    if (IS_THOROUGH) await looksRight(page, `trace-${colorScheme}`);

    expect(complaints).toEqual([]);
    await page.close();
  }
});

/** Collects what must not happen: errors on the page, and requests to anywhere else. */
function listen(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(request.url());
  });
  return complaints;
}

async function expectPartsToAddUp(page: Page, rootUs: number): Promise<void> {
  const parts = await page
    .getByTestId('time-part')
    .evaluateAll((found) => found.map((part) => Number(part.getAttribute('data-us'))));
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.every((us) => Number.isInteger(us) && us > 0)).toBe(true);
  expect(parts.reduce((sum, us) => sum + us, 0)).toBe(rootUs);
  expect(Number(await page.getByTestId('time-total').getAttribute('data-us'))).toBe(rootUs);
}

/** With axe, and as a picture for people, in the ignored folder. */
async function looksRight(page: Page, name: string): Promise<void> {
  expect(await axeViolations(page)).toEqual([]);
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function axeViolations(page: Page): Promise<readonly string[]> {
  const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  // Not as a script element: the page's policy allows none from outside.
  await page.evaluate(readFileSync(script, 'utf8'));
  const result = (await page.evaluate('axe.run()')) as AxeResult;
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
