import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from './browser.ts';
import { type BuiltViewer, buildViewer } from './built-viewer.ts';
import { FakeServer } from './fake-server.ts';
import type { SampleTrace } from './sample-trace.ts';
import { bigTrace, bigTraceId, caseTraces, crowd, SAMPLE_ID } from './samples.ts';

const SCREENSHOTS = fileURLToPath(new URL('../screenshots', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core');
const NOW_NS = 1_790_000_000_000_000_000n;

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`the viewer in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  let browser: Browser;
  let viewer: BuiltViewer;

  beforeAll(async () => {
    const [started, built] = await Promise.all([
      launchBrowser(),
      buildViewer(),
      mkdir(SCREENSHOTS, { recursive: true }),
    ]);
    if (!started) throw new Error('no browser');
    browser = started;
    viewer = built;
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await viewer?.remove();
  });

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test('lists traces, opens one, and has nothing that axe objects to', async () => {
      const { page, address } = await open({ colorScheme });
      await page.goto(`${address}/traces`);
      await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: `${SCREENSHOTS}/test-traces-${colorScheme}.png` });

      await page.getByRole('link', { name: 'agent.run' }).first().click();
      await page.getByRole('treegrid', { name: 'Spans' }).waitFor();
      await page
        .getByRole('row', { name: /chat gpt-4o/ })
        .first()
        .click();
      await page.getByText('You are the support assistant').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: `${SCREENSHOTS}/test-trace-${colorScheme}.png` });
    });

    test('the empty list says how to begin and has nothing that axe objects to', async () => {
      const { page, address, server } = await open({ colorScheme, traces: [] });
      await page.goto(`${address}/traces`);
      await page.getByText('Waiting for the first span').waitFor();
      expect(await page.getByText(`endpoint: "${address}"`).count()).toBe(1);
      expect(await violations(page)).toEqual([]);

      server.traces.push(...caseTraces(NOW_NS));

      await page.getByRole('link', { name: 'agent.run' }).waitFor();
    });
  });

  test('the parts of "where the time went" are exactly the length of the root', async () => {
    const { page, address } = await open({});
    for (const id of [SAMPLE_ID.agent, SAMPLE_ID.severalRoots, SAMPLE_ID.deep]) {
      await page.goto(`${address}/traces/${id}`);
      const total = Number(await page.getByTestId('time-total').getAttribute('data-us'));
      const parts = await page
        .getByTestId('time-part')
        .evaluateAll((all) => all.map((part) => Number(part.getAttribute('data-us'))));
      const percents = await page
        .getByTestId('time-part')
        .evaluateAll((all) => all.map((part) => Number(/([\d.]+) %/.exec(part.textContent ?? '')?.[1])));

      expect(total).toBe(traceById(id).skeleton.durationUs);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
      expect(percents.reduce((sum, part) => sum + part, 0)).toBeCloseTo(100, 6);
    }
  });

  test('the tree is walked, folded and left by keys, and the URL remembers it', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    const selected = page.locator('[role=row][aria-selected=true]');
    await selected.waitFor();

    await page.keyboard.press('j');
    expect(await selected.getAttribute('aria-level')).toBe('2');
    expect(await selected.getAttribute('aria-expanded')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
    await page.keyboard.press('ArrowLeft');
    expect(await selected.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('End');
    expect(await selected.textContent()).toContain('StrOutputParser');
    await page.keyboard.press('c');
    await page.waitForURL(/cp=0/);
    await page.waitForURL(/fold=\w{16}/);
    const url = page.url();

    await page.reload();
    await selected.waitFor();
    expect(await selected.textContent()).toContain('StrOutputParser');
    expect(await page.getByRole('button', { name: /Critical path/ }).getAttribute('aria-pressed')).toBe('false');
    expect(await page.getByText(/folded away/).count()).toBe(1);
    expect(page.url()).toBe(url);
  });

  test('keys move through the list, open a trace, go to the next one, and back returns', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/traces/${SAMPLE_ID.retried}`));
    await page.getByRole('treegrid').waitFor();
    await page.keyboard.press(']');
    await page.waitForURL(new RegExp(`/traces/${SAMPLE_ID.running}`));
    await page.goBack();
    await page.goBack();

    await page.waitForURL(new RegExp(`/traces\\?sel=${SAMPLE_ID.retried}`));
    expect(await page.locator('[role=row][aria-selected=true]').textContent()).toContain('summarise');
  });

  test('a filter is completed while it is written, marked where it is wrong, kept in the URL, and left by back', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: 'Filter' });
    const writeOn = (text: string) => box.pressSequentially(text);

    await writeOn('sta');
    await page.getByRole('option', { name: /^status/ }).waitFor();
    await box.press('Tab');
    await writeOn('= ru');
    await page.getByRole('option', { name: 'running' }).waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('status = running ');
    await writeOn('AND naem = x AND st');
    await page.getByText('Column 22: there is no field "naem"').waitFor();
    expect(await page.locator('mark').textContent()).toBe('naem');
    await page.getByRole('option', { name: /^status/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await box.press('Enter');
    expect(new URL(page.url()).search).toBe('');
    await box.fill('status = running');
    await box.press('Enter');

    await page.waitForURL(/\/traces\?q=status/);
    await page.getByRole('link', { name: 'answer-ticket' }).waitFor();
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('link', { name: 'answer-ticket' }).waitFor();
    expect(await box.inputValue()).toBe('status = running');
    await page.goBack();
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
    expect(await box.inputValue()).toBe('');

    await page.goto(`${address}/traces?q=naem%3Dx`);
    await page.getByText('Column 1: there is no field "naem"').waitFor();
    expect(await page.getByText('there is no field').count()).toBe(1);
  });

  test('what spans say is shown, never run, followed or fetched', async () => {
    const { page, address, requests } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByText('<img src=x').first().waitFor();
    await page.goto(`${address}/traces/${SAMPLE_ID.hostile}`);
    await page.getByRole('row', { name: /javascript:window/ }).click();
    await page.getByText('kept as text').waitFor();
    await page.locator('[hidden]').waitFor({ state: 'detached' });

    const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(links.filter((href) => !/^(\/|#|https:\/\/(evil\.example|example\.com)\/)/.test(href))).toEqual([]);
    expect(await page.locator('main img, main iframe, main svg[onload], main script').count()).toBe(0);
    for (const tab of ['Attributes', 'Events', 'Raw']) await page.getByRole('tab', { name: tab }).click();
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  test('a collector that goes away leaves the page as it is, and its return is noticed', async () => {
    const { page, address, server } = await open({});
    await page.goto(`${address}/traces`);
    const row = page.getByRole('link', { name: 'agent.run' }).first();
    await row.waitFor();

    server.isDown = true;
    await page.getByText('The collector has not answered').waitFor();
    expect(await row.isVisible()).toBe(true);
    server.isDown = false;
    await page.getByText('The collector has not answered').waitFor({ state: 'detached' });
  });

  test('a span that could not be read is there once the collector is back', async () => {
    const { page, address, server } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    await page.getByText('You are the support assistant').waitFor();
    await page.keyboard.press('j');
    server.isDown = true;
    await page.keyboard.press('End');
    await page.getByText('The collector has not answered').waitFor();

    server.isDown = false;

    await page.getByRole('tabpanel').getByText('Two of your orders are late').waitFor();
  });

  test('an answer that cannot be understood is said, not waited for', async () => {
    const broken = { ...traceById(SAMPLE_ID.agent), skeleton: {} as SampleTrace['skeleton'] };
    const { page, address } = await open({ traces: [broken] });
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);

    await page.getByRole('heading', { name: 'The trace cannot be shown' }).waitFor();
  });

  test('a trace that does not exist is said, and shown once it does', async () => {
    const { page, address, server } = await open({ traces: [] });
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    await page.getByRole('heading', { name: 'No such trace' }).waitFor();

    server.traces.push(traceById(SAMPLE_ID.agent));

    await page.getByRole('treegrid').waitFor();
  });

  test('feedback on a span and on the trace is stored, kept, and taken back', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    const box = page.getByRole('region', { name: 'Feedback' });
    const good = box.getByRole('button', { name: 'Good' });
    const whole = box.getByRole('checkbox', { name: 'on the whole trace' });
    await good.click();
    await box.getByText('thumbs yes').waitFor();
    await whole.check();
    expect(await good.getAttribute('aria-pressed')).toBe('false');
    await box.getByRole('spinbutton', { name: 'Score' }).fill('0.8');
    await box.getByRole('textbox', { name: 'Comment' }).fill('<b>nearly</b>');
    await page.keyboard.press('Enter');
    await box.getByText('score 0.8').waitFor();
    await box.getByText('<b>nearly</b>').waitFor();
    expect(await violations(page)).toEqual([]);

    await page.reload();
    await box.getByText('thumbs yes').waitFor();
    await good.click();
    await box.getByText('thumbs yes').waitFor({ state: 'detached' });
    await whole.check();
    await box.getByText('score 0.8').waitFor();
  });

  test('the bars zoom to a span and back', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    await page.getByRole('row', { name: /turn 2/ }).click();
    await page.keyboard.press('z');
    await page.waitForURL(/zoom=\d+,\d+/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Whole timeline/ }).waitFor({ state: 'detached' });
  });

  test('10,000 spans need no more of the document than a screenful, wherever one scrolls', async () => {
    const { page, address } = await open({ traces: [bigTrace(10_000, NOW_NS)] });
    await page.goto(`${address}/traces/${bigTraceId(10_000)}`);
    await page.getByText(/of 10k spans|of 10,\d{3} spans/).waitFor();

    await page.getByRole('treegrid').evaluate((grid) => grid.scrollTo({ top: 150_000 }));
    // The rows of before stand until the next frame.
    await page.waitForFunction(() => {
      const rows = document.querySelectorAll('[role=row][data-span]');
      return rows.length > 20 && Number(rows[0]?.getAttribute('aria-rowindex')) > 5_000;
    });

    expect(await page.locator('*').count()).toBeLessThan(1_500);
  });

  test('on a phone the details cover the tree and close again', async () => {
    const { page, address } = await open({ width: 360 });
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    await page
      .getByRole('row', { name: /chat gpt-4o-mini/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Close the details' }).waitFor();
    await page.getByText('You are the support assistant').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.screenshot({ path: `${SCREENSHOTS}/test-phone.png` });
    await page.getByRole('button', { name: 'Close the details' }).click();
    await page.getByRole('button', { name: 'Close the details' }).waitFor({ state: 'detached' });
  });

  test('the theme is chosen, applied, and kept', async () => {
    const { page, address } = await open({ colorScheme: 'light' });
    await page.goto(`${address}/traces`);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: 'Colours of the system' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  });

  interface OpenOptions {
    readonly colorScheme?: 'light' | 'dark';
    readonly width?: number;
    readonly traces?: ReturnType<typeof caseTraces>;
  }

  /** A server and a page of their own, closed when the test ends; script errors on the page fail it. */
  async function open({ colorScheme = 'light', width = 1440, traces = SAMPLES }: OpenOptions) {
    const server = new FakeServer(traces, viewer.dir);
    const address = await server.listen();
    const context: BrowserContext = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(async () => {
      await context.close();
      await server.close();
      expect(errors).toEqual([]);
    });
    return { page, address, server, requests };
  }
});

const SAMPLES = [...caseTraces(NOW_NS), ...crowd(150, NOW_NS - 7_200_000_000_000n)];

function traceById(id: string) {
  const trace = SAMPLES.find(({ detail }) => detail.traceId === id);
  if (!trace) throw new Error(`no sample ${id}`);
  return trace;
}

/** What axe objects to, one line each. */
async function violations(page: Page): Promise<readonly string[]> {
  // The page's policy forbids added scripts; an evaluated one comes in by the debugger's door.
  await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async () => {
    const axe = (
      window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe;
    const { violations: found } = await axe.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  });
}
