import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { caseTraces, SAMPLE_ID } from './samples.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { MANY, NOW_NS, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`the list of traces in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  test('the list has nothing that axe objects to', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();
    await looksRight(page, 'traces');
  });

  thoroughTest('the empty list says how to begin and has nothing that axe objects to', async () => {
    const { page, address, server } = await open({ traces: [] });
    await page.goto(`${address}/traces`);
    await page.getByText('Waiting for the first span').waitFor();
    expect(await page.getByText(`endpoint: "${address}"`).count()).toBe(1);
    await alsoLooksRight(page, 'traces-empty');

    const [first] = caseTraces(NOW_NS);
    if (!first) throw new Error('no samples');
    server.traces.push(first);
    server.tell(first);

    await page.getByRole('link', { name: 'agent.run' }).waitFor();
  });

  test('the empty list sends a demo trace over OTLP and opens it', async () => {
    const { page, address, server } = await open({ traces: [] });
    await page.goto(`${address}/traces`);
    await page.getByRole('button', { name: 'Send a demo trace' }).click();
    await page.waitForURL(/\/traces\/[0-9a-f]{32}$/);
    const [, traceId] = /traces\/(\w+)$/.exec(page.url()) ?? [];
    expect(server.sent).toHaveLength(1);
    expect(server.sent[0]).toContain(`"traceId":"${traceId}"`);
  });

  thoroughTest('the first page of a list is asked for once, and before what stands beside it', async () => {
    const { page, address, requests } = await open({});
    await page.goto(`${address}/traces?live=0&status=ok&model=gpt-4o&q=${encodeURIComponent("name = 'agent.run'")}`);
    await page.getByRole('link', { name: 'agent.run' }).first().waitFor();

    const ofList = requests.filter((url) => url.includes('/api/v1/traces?'));
    expect(ofList).toHaveLength(1);
    const ofFacets = () => requests.findIndex((url) => url.includes('/api/v1/facets?'));
    await expect.poll(ofFacets).toBeGreaterThan(requests.indexOf(ofList[0] ?? ''));
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
    expect(await page.locator('[role=row][aria-current=true]').textContent()).toContain('summarise');
  });

  thoroughTest('back from a trace that was pressed far down in the list leads to its row', async () => {
    const { page, address } = await open({ traces: MANY });
    await page.goto(`${address}/traces`);
    await page.locator('[role=row][aria-rowindex="2"]').waitFor();
    await page.locator('[role=grid]').evaluate((grid) => grid.scrollTo(0, 2_400));
    const row = page.locator('[role=row][aria-rowindex="71"]');
    const name = await row.locator('a').getAttribute('id');
    await row.getByRole('link').first().click();
    await page.waitForURL(/\/traces\/[0-9a-f]{32}$/);
    await page.getByRole('treegrid').waitFor();
    await page.goBack();

    await page.locator(`[role=row][aria-current=true] #${name}`).waitFor();
    expect(await page.locator('[role=grid]').evaluate((grid) => grid.scrollTop)).toBeGreaterThan(1_000);
  });

  thoroughTest(
    'a screen, the first and the last trace are a key away, and paper gets more than the screen',
    async () => {
      const { page, address } = await open({ traces: MANY });
      await page.goto(`${address}/traces?live=0`);
      await page.locator('[role=row][aria-rowindex="2"]').waitFor();
      const current = async () => Number(await page.locator('[role=row][aria-current]').getAttribute('aria-rowindex'));

      await page.keyboard.press('PageDown');
      const screen = (await current()) - 2;
      expect(screen).toBeGreaterThan(5);
      await page.keyboard.press('PageDown');
      expect(await current()).toBe(2 + 2 * screen);
      await page.keyboard.press('PageUp');
      expect(await current()).toBe(2 + screen);
      await page.keyboard.press('End');
      expect(await current()).toBeGreaterThan(90);
      await page.keyboard.press('Home');
      expect(await current()).toBe(2);
      expect(await page.evaluate(() => document.activeElement?.closest('[role=row]')?.ariaCurrent)).toBe('true');

      const drawn = () => page.locator('[role=row][aria-rowindex]').count();
      const onScreen = await drawn();
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      expect(await drawn()).toBeGreaterThan(onScreen * 1.5);
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      await expect.poll(drawn).toBe(onScreen);
    },
  );

  thoroughTest('a page that could not be fetched while the collector was gone comes once it is back', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/sessions`);
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();

    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Steps' }).click();
    await page.getByText('It comes when the collector is back').waitFor();
    await page.context().setOffline(false);

    await page.locator('[role=row][aria-level]').first().waitFor();
    expect(page.url()).toBe(`${address}/steps`);
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
    await alsoLooksRight(page, 'traces-filter');
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

  thoroughTest('a collector that goes away leaves the page as it is, and its return is noticed', async () => {
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

  thoroughTest(
    'facets, a stretch of time, an order and columns choose what the list shows, and the URL keeps it',
    async () => {
      const { page, address } = await open({});
      await page.goto(`${address}/traces`);
      const rail = page.getByRole('complementary', { name: 'Facets' });
      await rail.getByRole('button', { name: /^answer-ticket/ }).click();
      await page.waitForURL(/q=name\+%3D\+%27answer-ticket%27/);
      await page.getByRole('link', { name: 'agent.run' }).first().waitFor({ state: 'detached' });
      await rail.getByRole('button', { name: /^answer-ticket/, pressed: true }).click();
      await rail.getByRole('button', { name: /^Error/ }).click();
      await page.waitForURL(/traces\?status=error$/);

      await page.getByRole('button', { name: 'Table', exact: true }).click();
      const numbers = page.getByRole('table', { name: 'Latency and number of traces over time' });
      await numbers.getByRole('columnheader', { name: 'p95' }).waitFor();
      await alsoLooksRight(page, 'traces-numbers');
      await numbers.getByRole('button').first().click();
      await page.waitForURL(/status=error&from=\d{13}&to=\d{13}$/);
      await page.goBack();
      await page.getByRole('button', { name: 'Table', exact: true }).click();
      await page.getByRole('group', { name: /^Latency over time/ }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Enter');
      await page.waitForURL(/status=error&from=\d{13}&to=\d{13}$/);
      await page.goBack();
      await page.getByRole('columnheader', { name: 'Latency' }).getByRole('button').click();
      await page.waitForURL(/status=error&sort=duration$/);
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('checkbox', { name: 'User' }).check();
      await page.getByRole('columnheader', { name: 'User' }).waitFor();
      await alsoLooksRight(page, 'traces-columns');
      await page.keyboard.press('Escape');
      await page.reload();

      await page.getByRole('columnheader', { name: 'User' }).waitFor();
      expect(await page.locator('[aria-sort]').textContent()).toContain('Latency');
    },
  );

  test('two chosen traces are compared, several tagged and deleted, by keys and by the pointer', async () => {
    const { page, address, server } = await open({ traces: caseTraces(NOW_NS) });
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'agent.run' }).waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    const bar = page.getByRole('region', { name: 'Selected traces' });
    await bar.getByText('2 selected').waitFor();
    expect(await bar.getByRole('link', { name: 'Compare' }).getAttribute('href')).toBe(
      `/compare?a=${SAMPLE_ID.agent}&b=${SAMPLE_ID.retried}`,
    );
    await page.reload();
    await bar.getByText('2 selected').waitFor();
    await bar.getByRole('button', { name: 'Tag' }).click();
    await bar.getByRole('textbox', { name: 'Key' }).fill('team name');
    await page.keyboard.press('Enter');
    await bar.getByRole('textbox', { name: 'Key' }).waitFor({ state: 'detached' });
    expect(server.tagged).toEqual([`${SAMPLE_ID.agent} team name`, `${SAMPLE_ID.retried} team name`]);
    await alsoLooksRight(page, 'traces-chosen');

    await bar.getByRole('button', { name: 'Delete' }).click();
    await bar.getByRole('group', { name: 'Delete' }).getByRole('button', { name: 'Delete' }).click();
    await bar.waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'agent.run' }).waitFor({ state: 'detached' });
    expect(server.traces.map(({ detail }) => detail.traceId)).not.toContain(SAMPLE_ID.retried);
  });

  test('new traces appear as they are told of, and the list stands still where that is wanted', async () => {
    const [newest, ...older] = caseTraces(NOW_NS);
    const { page, address, server } = await open({ traces: older });
    await page.goto(`${address}/traces`);
    await page.getByRole('link', { name: 'summarise' }).waitFor();
    if (!newest) throw new Error('no samples');
    server.traces.push(newest);
    server.tell(newest);
    await page.getByRole('link', { name: 'agent.run' }).waitFor();

    await page.keyboard.press('l');
    await page.waitForURL(/live=0/);
    await page.getByRole('button', { name: 'Live', pressed: false }).waitFor();
  });

  thoroughTest('a list is kept under a name, found again and forgotten', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces?status=error&sort=cost`);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('textbox', { name: 'Save this list as' }).fill('dear failures');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'dear failures' }).waitFor();

    await page.goto(`${address}/traces`);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('link', { name: 'dear failures' }).click();
    await page.waitForURL(/\?status=error&sort=cost$/);
    await page.getByRole('button', { name: 'dear failures' }).click();
    await page.getByRole('button', { name: 'Delete the view dear failures' }).click();
    await page.getByRole('button', { name: 'Views' }).waitFor();
  });

  thoroughTest.each(['traces', 'steps', 'sessions', 'dash'])(
    'a filter with percent signs is read from the URL of /%s as it is',
    async (path) => {
      const { page, address } = await open({});
      const filter = "name LIKE '%agent%' OR name LIKE '%adf%'";
      await page.goto(`${address}/${path}?q=${encodeURIComponent(filter)}`);
      const box = page.getByRole('combobox', { name: 'Filter' });
      await box.waitFor();
      expect(await box.inputValue()).toBe(filter);
    },
  );

  thoroughTest('the theme is chosen, applied, and kept', async () => {
    const { page, address } = await open({ colorScheme: 'light' });
    await page.goto(`${address}/traces`);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: 'Colours of the system' }).click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  });
});
