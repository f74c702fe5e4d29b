import { describe, expect, onTestFinished, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { trackingInBrowser } from './tracking-in-browser.test.support.ts';
import { HOSTILE, sendManyRuns } from './tracking-samples.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`runs in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = trackingInBrowser();

  test('the runs of an experiment are folded below their parents, sorted, filtered and given other columns, all of it in the URL', async () => {
    const { page, address, samples } = await open();
    await page.goto(`${address}/experiments/${samples.experimentId}`);
    const rows = page.getByRole('row');
    const names = () => rows.locator('a[id^="run-"]').allTextContents();
    await page.getByText('4 below').waitFor();
    expect(await names()).toEqual([
      HOSTILE,
      'still running',
      'shorter prompt',
      'longer prompt',
      'grid over temperature',
    ]);
    await looksRight(page, 'runs');

    await page.getByRole('button', { name: 'Show the runs below grid over temperature' }).click();
    await page.getByRole('link', { name: 'temperature 0.7' }).waitFor();
    expect(await rows.filter({ hasText: 'temperature 0.7' }).getAttribute('aria-level')).toBe('2');

    await page.getByRole('columnheader', { name: 'accuracy' }).getByRole('button').click();
    await page.waitForURL(/sort=-metrics\.accuracy/);
    await expect.poll(names).toEqual(expect.arrayContaining(['shorter prompt']));
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(['shorter prompt', 'longer prompt']);

    const filter = page.getByRole('combobox', { name: 'Filter' });
    await filter.fill('metrics.accuracy > high');
    await filter.press('Enter');
    await page.getByText('Column 20: Expected numeric value type for metric').waitFor();
    await filter.fill("params.`prompt version` = '2' AND metrics.accuracy < 0.8");
    await filter.press('Enter');
    await expect.poll(names).toEqual(['temperature 0.3', 'temperature 0.7', 'temperature 1']);

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('User').check();
    await page.waitForURL(/cols=/);
    expect(await page.getByRole('columnheader').allTextContents()).toContain('User');
    await page.goBack();
    await page.goBack();
    await expect.poll(async () => (await names()).length).toBe(9);
  });

  thoroughTest(
    'back from a run that was pressed far down in the table leads to its row, with what was changed on its page',
    async () => {
      const { page, address } = await open();
      await page.goto(`${address}/experiments/${await sendManyRuns(address)}`);
      await page.locator('[role=row][aria-rowindex="2"]').waitFor();
      const grid = page.getByRole('treegrid');
      await page.getByText('120 runs', { exact: true }).waitFor();
      await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('121');
      await grid.evaluate((element) => element.scrollTo(0, 34 * 90));
      await page.getByRole('link', { name: 'try 20', exact: true }).click();
      await page.getByRole('heading', { name: 'try 20' }).waitFor();
      await page.getByRole('button', { name: 'Rename' }).click();
      await page.getByLabel('New name').fill('try twenty');
      await page.getByLabel('New name').press('Enter');
      await page.getByRole('heading', { name: 'try twenty' }).waitFor();
      await page.goBack();

      await page.getByRole('link', { name: 'try twenty' }).waitFor();
      expect(await grid.evaluate((element) => element.scrollTop)).toBeGreaterThan(2_000);
    },
  );

  thoroughTest('chosen runs are tagged, deleted, found among the deleted, and restored', async () => {
    const { page, address, samples } = await open({ colorScheme: 'dark' });
    await page.goto(`${address}/experiments/${samples.experimentId}`);
    await page.getByLabel('Select longer prompt').check();
    await page.getByRole('button', { name: 'Tag' }).click();
    await page.getByLabel('Key').fill('reviewed');
    await page.getByLabel('Value').fill('yes');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByLabel('Key').waitFor({ state: 'detached' });
    await alsoLooksRight(page, 'runs-chosen');
    await page.getByRole('button', { name: 'Delete' }).last().click();
    await page.getByRole('button', { name: 'Delete', exact: true }).last().click();
    await page.getByRole('link', { name: 'longer prompt' }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Deleted' }).click();
    await page.getByLabel('Select longer prompt').check();
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('No run of this experiment has been deleted').waitFor();
    await page.goto(`${address}/runs/${samples.otherRunId}`);
    await page.getByText('reviewed').first().waitFor();
  });

  test('a run says what it was given and what came of it; its name, description and tags are changed in their places', async () => {
    const { page, address, samples } = await open();
    await page.goto(`${address}/#/experiments/${samples.experimentId}/runs/${samples.otherRunId}`);
    await page.waitForURL(`${address}/runs/${samples.otherRunId}`);
    await page.getByRole('heading', { name: 'longer prompt' }).waitFor();
    expect(await page.getByRole('row', { name: /^accuracy/ }).textContent()).toBe('accuracy0.810');
    expect(await page.getByRole('row', { name: /^model/ }).textContent()).toBe('modelgpt-4o');
    await page.getByText('support bot 100% version 1').waitFor();
    await looksRight(page, 'run');

    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name').fill('the longer one');
    await page.getByLabel('New name').press('Enter');
    await page.getByRole('heading', { name: 'the longer one' }).waitFor();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('New name').fill('longer prompt');
    await page.getByLabel('New name').press('Enter');
    await page.getByRole('button', { name: 'Add a description' }).click();
    await page.getByLabel('Description of longer prompt').fill('Too long.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Too long.').waitFor();

    await page.getByRole('tab', { name: /Curves/ }).click();
    await page.waitForURL(/tab=curves/);
    await page.getByRole('article', { name: 'loss' }).locator('canvas').waitFor();
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await page.getByRole('slider', { name: /Smoothing/ }).fill('0.6');
    await page.waitForURL(/smooth=0\.6/);
    await alsoLooksRight(page, 'run-curves');
    await page.getByRole('article', { name: 'loss' }).getByRole('button', { name: 'Table' }).click();
    expect(await page.getByRole('article', { name: 'loss' }).getByRole('row').count()).toBe(61);
  });

  thoroughTest('an experiment and a monitor with very long names are no wider than the page', async () => {
    const { page, address } = await open({ width: 360 });
    await page.goto(`${address}/monitors`);
    const id = await page.evaluate(async () => {
      const send = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json', 'x-tracewright-change': '1' };
        return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
      };
      const [windowMs, reference] = [3_600_000, { kind: 'before', lengthMs: 3_600_000 }];
      const monitor = { subject: { kind: 'prompts' }, filter: '', windowMs, reference, everyMs: windowMs };
      await send('/api/v1/monitors', { ...monitor, name: 'm'.repeat(250), embeddings: null, isEnabled: false });
      return (await send('/api/2.0/mlflow/experiments/create', { name: 'e'.repeat(490) })).experiment_id;
    });
    for (const [path, name] of [
      ['monitors', 'm'.repeat(250)],
      [`experiments/${id}`, 'e'.repeat(490)],
    ] as const) {
      await page.goto(`${address}/${path}`);
      const heading = page.getByRole('heading', { name });
      await heading.waitFor();
      expect(await heading.evaluate((title) => title.getBoundingClientRect().right)).toBeLessThanOrEqual(360);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    }
  });

  thoroughTest('of a table of very many columns those in view are drawn', async () => {
    const { page, address, samples } = await open();
    const { run } = (await (
      await page.request.get(`${address}/ajax-api/2.0/mlflow/runs/get?run_id=${samples.otherRunId}`)
    ).json()) as { run: { info: { artifact_uri: string } } };
    const file = `${address}/ajax-api/2.0/mlflow-artifacts/artifacts/${run.info.artifact_uri.replace(/^mlflow-artifacts:\/*/, '')}/wide.csv`;
    const line = (prefix: string) => Array.from({ length: 3_000 }, (_, at) => `${prefix}${at}`).join();
    await page.request.put(file, { data: `${line('c')}\n${line('v')}\n` });
    onTestFinished(async () => void (await page.request.delete(file)));

    await page.goto(`${address}/runs/${samples.otherRunId}?tab=artifacts&path=wide.csv`);
    await page.getByText('1 row, 3,000 columns').waitFor();
    const table = page.getByRole('table', { name: 'The table that was logged' });
    expect(await table.getAttribute('aria-colcount')).toBe('3000');
    expect(await table.getByRole('columnheader').count()).toBeLessThan(40);
    await page.getByRole('region', { name: 'The table that was logged' }).evaluate((region) => {
      region.scrollLeft = region.scrollWidth;
    });
    const last = table.getByRole('cell', { name: 'v2999' });
    await last.waitFor();
    const room = await last.evaluate((cell) => innerWidth - cell.getBoundingClientRect().right);
    expect(room).toBeGreaterThanOrEqual(0);
    expect(await table.getByRole('columnheader', { name: 'c0', exact: true }).count()).toBe(0);
    await looksRight(page, 'run-wide-table');
  });

  test('files of a run are shown as what they are, a page in a frame in which nothing runs, and all can be had whole', async () => {
    const { page, address, samples } = await open({ colorScheme: 'dark' });
    const files = `${address}/runs/${samples.bestRunId}?tab=artifacts`;
    await page.goto(`${files}&path=eval_results.json`);
    await page.getByText('3 rows, 4 columns').waitFor();
    expect(await page.getByRole('row', { name: 'question 1' }).textContent()).toBe('question 1answer 1right1');
    await alsoLooksRight(page, 'run-table');
    await page.getByRole('button', { name: 'data', exact: true }).click();
    await page.getByRole('button', { name: /questions\.csv/ }).click();
    await page.getByRole('cell', { name: 'there' }).waitFor();
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['Where is "it"?', 'When?']);
    await page.getByRole('button', { name: /report\.html/ }).click();
    const heading = page.frameLocator('iframe').getByRole('heading', { name: 'Report' });
    await heading.waitFor();
    await expect.poll(() => heading.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(11, 107, 203)');
    expect(await page.title()).toBe('shorter prompt · Tracewright');
    await page.getByRole('button', { name: 'plots' }).click();
    await page.getByRole('button', { name: /roc\.svg/ }).click();
    const picture = page.getByRole('img', { name: 'roc.svg' });
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(120);
    await page.getByRole('button', { name: /broken\.png/ }).click();
    await page.getByText('The file cannot be shown as a picture.').waitFor();
    await page.getByRole('button', { name: /weights\.bin/ }).click();
    await page.getByText('There is no preview of such a file.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toBe('weights.bin');

    await page.getByRole('tab', { name: 'Traces' }).click();
    await page.getByRole('link', { name: 'answer question' }).first().waitFor();
    await expect.poll(() => page.getByText('Tokens out').locator('..').textContent()).toBe('Tokens out360');
    await page.getByRole('tab', { name: 'Traces' }).press('Home');
    await page.getByRole('row', { name: /questions/ }).waitFor();
  });
});
