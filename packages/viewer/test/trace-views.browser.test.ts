import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import type { SampleSpan } from './sample-span.ts';
import { type SampleTrace, sampleTrace } from './sample-trace.ts';
import { SAMPLE_ID } from './samples.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { NOW_NS, traceById, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();
const ID = '7'.repeat(32);

describe.skipIf(noBrowser !== undefined)(`views of a trace in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  // Axe looks at every element of three views: on a machine with much else to do that takes its time.
  test('every view is reached by its key, leaves nothing that axe objects to, and back leads to the one before', {
    timeout: 120_000,
  }, async () => {
    const { page, address } = await open({ traces: [traceById(SAMPLE_ID.agent)] });
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}?if=-`);
    await page.getByRole('region', { name: 'What if' }).waitFor();
    await page.getByRole('slider').first().waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await looksRight(page, 'trace');
    await page.keyboard.press('Escape');
    for (const [key, view] of [
      ['f', page.getByRole('group', { name: /Flame graph/ })],
      ['a', page.getByRole('row', { name: /turn #/ })],
      ['m', page.getByRole('region', { name: 'Conversation' })],
    ] as const) {
      await page.keyboard.press(key);
      await view.waitFor();
      // The chat has tests of its own.
      if (key === 'a') await looksRight(page, 'trace-steps');
      if (key === 'f') await alsoLooksRight(page, 'trace-flame');
    }
    await page.goBack();
    await page.getByRole('table', { name: 'Steps' }).waitFor();
    await page.goBack();
    await page.getByRole('group', { name: /Flame graph/ }).waitFor();
    await page.keyboard.press('w');
    await page.getByRole('treegrid').waitFor();
  });

  thoroughTest('the flame graph is walked by arrows, and a drag above it zooms', async () => {
    const { page, address } = await open({ traces: [traceById(SAMPLE_ID.agent)] });
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}?view=flame`);
    const flame = page.getByRole('group', { name: /Flame graph/ });
    const says = page.getByRole('status').filter({ hasText: ' · ' });
    await flame.focus();
    await page.keyboard.press('ArrowDown');
    await says.filter({ hasText: 'turn 1' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await says.filter({ hasText: 'turn 2' }).waitFor();

    const map = await page.getByRole('group', { name: 'Part of the time that is shown' }).boundingBox();
    if (!map) throw new Error('no minimap');
    await page.mouse.move(map.x + map.width * 0.25, map.y + 20);
    await page.mouse.down();
    await page.mouse.move(map.x + map.width * 0.5, map.y + 20, { steps: 3 });
    await page.mouse.up();
    await page.waitForURL(/zoom=/);
    const [from = 0, to = 0] = (new URL(page.url()).searchParams.get('zoom') ?? '').split(',').map(Number);
    const { durationUs } = traceById(SAMPLE_ID.agent).skeleton;
    expect(from / durationUs).toBeCloseTo(0.25, 2);
    expect(to / durationUs).toBeCloseTo(0.5, 2);

    await page.getByRole('slider', { name: 'End of the part shown' }).press('ArrowRight');
    await page.waitForURL((url) => Number(url.searchParams.get('zoom')?.split(',')[1]) > to);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('zoom'));
  });

  test('what is looked for is found in names and contents, errors are gone to, and kinds are left out', async () => {
    const { page, address } = await open({ traces: [traceById(SAMPLE_ID.agent)] });
    const { skeleton } = traceById(SAMPLE_ID.agent);
    const lastTool = skeleton.spanId[skeleton.name.lastIndexOf(skeleton.names.indexOf('send_email'))] ?? '';
    await answer(page, /\/api\/v1\/spans\?.*ILIKE/, { items: [{ spanId: lastTool }] });
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}`);
    const selected = page.locator('[role=row][aria-selected=true]');
    await selected.waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('gpt-4o-mini');
    const box = page.getByRole('searchbox', { name: 'Find in this trace' });
    await page.getByRole('search').getByText(/^4$/).waitFor();
    await box.press('Enter');
    await box.press('Enter');
    await page.getByRole('search').getByText('2/4').waitFor();
    expect(await selected.textContent()).toContain('gpt-4o-mini');
    await box.press('Escape');

    await page.keyboard.press('e');
    await page.locator('[role=row][aria-selected=true]', { hasText: 'Error' }).waitFor();

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('checkbox', { name: /LLM call/ }).check();
    await page.waitForURL(/kinds=llm/);
    const labels = await page.locator('[role=row][data-span] [title]').allTextContents();
    expect(labels.filter((text) => text === 'http.get')).toEqual([]);
    await page.getByRole('button', { name: 'Show all spans' }).click();
    await page
      .getByRole('row', { name: /http.get/ })
      .first()
      .waitFor();
  });

  thoroughTest(
    'bars are coloured as asked, details are where one wants them, and the rules of the critical path are said',
    async () => {
      const { page, address } = await open({ traces: [traceById(SAMPLE_ID.agent)] });
      await page.goto(`${address}/traces/${SAMPLE_ID.agent}?color=model`);
      const key = page.getByRole('list', { name: 'Colours by model' });
      await key.getByText('gpt-4o-mini').waitFor();
      await page.getByRole('button', { name: 'View', exact: true }).click();
      await page.getByRole('combobox', { name: /^Colours by/ }).selectOption('status');
      await page.waitForURL(/color=status/);
      await page.getByRole('list', { name: 'Colours by status' }).getByText('OK').waitFor();
      await page.keyboard.press('Escape');

      const details = page.getByRole('region', { name: 'Details of the selected span' });
      await details.getByRole('button', { name: 'Details below' }).click();
      const border = page.getByRole('separator', { name: 'Height of the details' });
      await border.press('ArrowUp');
      expect(await border.getAttribute('aria-valuenow')).toBe('47');
      await page.keyboard.press('Tab');
      await details.getByRole('button', { name: 'Hide the details (d)' }).click();
      await details.waitFor({ state: 'detached' });
      await page.reload();
      await page.getByRole('button', { name: 'Show the details (d)' }).waitFor();
      await page.keyboard.press('d');
      expect(await border.getAttribute('aria-valuenow')).toBe('47');

      await page.getByRole('button', { name: 'critical path', exact: true }).click();
      await page.getByText('Of two that end at the same moment').waitFor();
      await alsoLooksRight(page, 'trace-dock-bottom');
    },
  );

  thoroughTest('48 calls in a row are one row that opens and closes', async () => {
    const { page, address } = await open({ traces: [oneTrace(repeated(48))] });
    await page.goto(`${address}/traces/${ID}`);
    const rows = page.locator('[role=row][data-span]');
    await page.getByRole('row', { name: /48 ×/ }).waitFor();
    expect(await rows.count()).toBe(2);

    await page.getByRole('row', { name: /48 ×/ }).click();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-span]').length > 20);
    await page.waitForURL(/runs=\w{16}/);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.querySelectorAll('[role=row][data-span]').length === 2);
  });

  test('a step twice as fast makes the trace shorter by half of its time, and taking it back makes it as it was', async () => {
    const { page, address } = await open({ traces: [oneTrace(oneCall())] });
    await page.goto(`${address}/traces/${ID}?span=${CALL}`);
    await page.getByRole('button', { name: 'What if' }).click();
    const duration = page.getByTestId('what-if-duration');
    await duration.getByText('1.00 s').first().waitFor();
    await page.getByRole('button', { name: 'Twice as fast' }).click();
    await duration.getByText('600 ms').waitFor();
    expect(await duration.textContent()).toContain('−40.0 %');
    await page.waitForURL(new RegExp(`if=f-${CALL}`));

    await page.reload();
    await duration.getByText('600 ms').waitFor();
    await page.getByRole('button', { name: /Take back/ }).click();
    await duration.getByText('600 ms').waitFor({ state: 'detached' });
    expect(await duration.textContent()).toBe('1.00 s → 1.00 s');
  });

  thoroughTest('failed attempts and the waits between them are drawn on the bar', async () => {
    const trace = traceById(SAMPLE_ID.retried);
    const { page, address } = await open({ traces: [trace] });
    await answer(page, /\/api\/v1\/spans\?.*resend_count/, { items: [{ spanId: trace.skeleton.spanId[1] }] });
    await page.goto(`${address}/traces/${SAMPLE_ID.retried}`);

    await page.getByRole('gridcell', { name: /2 failed attempts/ }).waitFor();
  });

  test('a trace that runs grows without being built anew', async () => {
    const spans = [...oneCall()];
    const running = spans.map((span) => ({ ...span, status: 'running' as const }));
    const { page, address, server } = await open({ traces: [oneTrace(running)] });
    await page.goto(`${address}/traces/${ID}`);
    const row = page.getByRole('row', { name: /chat gpt-4o/ });
    await row.waitFor();
    await row.evaluate((element) => element.setAttribute('data-kept', 'yes'));
    await row.click();

    server.traces[0] = oneTrace([...spans, { ...spans[1]!, id: 'c'.repeat(16), name: 'late step', kind: 'tool' }]);

    await page.getByRole('row', { name: /late step/ }).waitFor();
    expect(await row.getAttribute('data-kept')).toBe('yes');
    expect(await row.getAttribute('aria-selected')).toBe('true');
  });

  thoroughTest('a trace that is deleted while it runs is said to be, and stays until one leaves it', async () => {
    const running = oneCall().map((span) => ({ ...span, status: 'running' as const }));
    const { page, address, server } = await open({ traces: [oneTrace(running)] });
    await page.goto(`${address}/traces/${ID}`);
    await page.getByRole('row', { name: /chat gpt-4o/ }).waitFor();

    server.traces.splice(0, 1);

    await page.getByRole('status').filter({ hasText: 'This trace has been deleted' }).waitFor();
    expect(await page.getByRole('row', { name: /chat gpt-4o/ }).count()).toBe(1);
    await alsoLooksRight(page, 'trace-deleted');
  });

  thoroughTest('a trace that was deleted long after it had ended is said to be, too', async () => {
    const { page, address, server } = await open({ isOwn: true, traces: [oneTrace(oneCall())] });
    await page.clock.install();
    await page.goto(`${address}/traces/${ID}`);
    await page.getByRole('row', { name: /chat gpt-4o/ }).waitFor();
    server.traces.splice(0, 1);

    await page.clock.runFor(60_000);

    await page.getByRole('status').filter({ hasText: 'This trace has been deleted' }).waitFor();
  });

  thoroughTest('two megabytes of text and ten thousand fields are shown a little at a time', async () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field ${at}`, at]));
    const [root, call] = oneCall();
    const big = oneTrace([
      { ...root!, content: { input: 'a line of text\n'.repeat(140_000), output: wide } },
      { ...call!, name: 'שלום 你好' },
    ]);
    const { page, address } = await open({ traces: [big] });
    await page.goto(`${address}/traces/${ID}`);
    await page.getByRole('button', { name: /Show more/ }).waitFor();
    await page.getByRole('button', { name: /\{10k\}/ }).click();
    await page.getByRole('button', { name: /more$/ }).waitFor();

    expect(await page.locator('*').count()).toBeLessThan(1_500);
    expect(await page.getByRole('row', { name: /שלום 你好/ }).count()).toBe(1);
  });
});

const CALL = 'b'.repeat(16);

/** A second, of which a model call takes 800 ms. */
function oneCall(): readonly SampleSpan[] {
  return [
    { id: 'a'.repeat(16), parent: -1, name: 'answer', kind: 'chain', startUs: 0, endUs: 1_000_000 },
    { id: CALL, parent: 0, name: 'chat gpt-4o', kind: 'llm', startUs: 100_000, endUs: 900_000, model: 'gpt-4o' },
  ];
}

function repeated(count: number): readonly SampleSpan[] {
  const [root] = oneCall();
  const calls = Array.from({ length: count }, (_, at) => ({
    ...{ id: at.toString(16).padStart(16, '0'), parent: 0, name: 'http.get', kind: 'tool' as const },
    ...{ startUs: at * 20_000, endUs: at * 20_000 + 15_000 },
  }));
  return [root!, ...calls];
}

function oneTrace(spans: readonly SampleSpan[]): SampleTrace {
  return sampleTrace({ traceId: ID, startNs: NOW_NS, spans });
}

/** Answers what a page asks of the collector in its stand-in's place. */
async function answer(page: Page, path: RegExp, body: object): Promise<void> {
  await page.route(path, (route) => route.fulfill({ json: body }));
}
