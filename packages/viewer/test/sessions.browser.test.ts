import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { looksRight } from './looks-right.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { SAMPLES, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`sessions in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  test('a session is found by keys, read, and a turn opened beside', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/sessions`);
    await page.getByRole('link', { name: 'session-0' }).waitFor();
    await looksRight(page, 'sessions');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sessions\/session-1$/);

    const turns = page.getByRole('listitem').filter({ hasText: 'Asked' });
    await page.getByText('Two of your orders are').first().waitFor();
    expect(await turns.count()).toBe(4);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/trace=\w{32}$/);
    const beside = page.getByRole('complementary', { name: 'Trace of the turn' });
    await beside.getByText('agent.run').first().waitFor();
    await looksRight(page, 'session');
    await page.keyboard.press('Escape');
    await beside.waitFor({ state: 'detached' });

    await page.goto(`${address}/sessions?sel=session-1`);
    await page.getByRole('row', { name: /session-1\b/, selected: true }).waitFor();
  });

  thoroughTest('turns stand from the first to the last, and a new one is added as it comes', async () => {
    const ofSession = SAMPLES.filter(({ detail }) => detail.sessionId === 'session-2');
    const [newest, ...older] = ofSession;
    if (!newest) throw new Error('no samples');
    const { page, address, server } = await open({ traces: older });
    await page.goto(`${address}/sessions/session-2`);
    const turns = page.locator('li[id^=turn-]');
    const idsOf = () => turns.evaluateAll((all) => all.map(({ id }) => id.slice('turn-'.length)));
    await turns.first().waitFor();
    expect(await idsOf()).toEqual(older.map(({ detail }) => detail.traceId).toReversed());

    server.traces.push(newest);
    server.tell(newest);

    await page.locator(`#turn-${newest.detail.traceId}`).waitFor();
    expect((await idsOf()).at(-1)).toBe(newest.detail.traceId);
  });

  thoroughTest('without a session the page says how to make one; an unknown one is said', async () => {
    const { page, address } = await open({ traces: SAMPLES.slice(0, 2) });
    await page.goto(`${address}/sessions`);
    await page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
    await page.goto(`${address}/sessions/gone`);
    await page.getByRole('heading', { name: 'No such session' }).waitFor();
  });
});
