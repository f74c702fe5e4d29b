import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { trackingInBrowser } from './tracking-in-browser.test.support.ts';
import { HOSTILE, MODEL, PROMPT } from './tracking-samples.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(
  `comparisons, prompts and models in a browser${noBrowser ? ` (${noBrowser})` : ''}`,
  () => {
    const open = trackingInBrowser();

    test('two chosen runs stand side by side: what differs, which is best, which examples got worse', async () => {
      const { page, address, samples } = await open();
      await page.goto(`${address}/experiments/${samples.experimentId}`);
      await page.getByLabel('Select longer prompt').check();
      await page.getByLabel('Select shorter prompt').check();
      await page.getByText('2 selected').waitFor();
      await page.keyboard.press('c');
      await page.waitForURL(/compare-runs\?runs=/);
      const accuracy = page.getByRole('row', { name: /^accuracy/ });
      expect(await accuracy.textContent()).toBe('accuracy ↑more is better0.810.9125best+0.1025 (+13 %) better');
      expect(await page.getByRole('row', { name: /^cost_usd/ }).textContent()).toMatch(/0\.0481best.*worse$/);
      expect(await page.getByRole('rowheader', { name: 'temperature' }).count()).toBe(0);
      await page.getByLabel('Differences only').uncheck();
      await page.getByRole('rowheader', { name: 'temperature' }).waitFor();
      await looksRight(page, 'compare-runs');
      await page.goBack();
      await page.getByRole('rowheader', { name: 'temperature' }).waitFor({ state: 'detached' });

      await page.goto(
        `${address}/#/compare-runs?runs=["${samples.bestRunId}","${samples.otherRunId}"]&experiments=["1"]`,
      );
      await page.getByRole('tab', { name: 'Tables' }).click();
      await page.getByText('1 worse').waitFor();
      expect(await page.getByRole('rowheader').first().textContent()).toBe('question 1worse');
      await alsoLooksRight(page, 'compare-tables');
      await page.getByRole('tab', { name: 'Curves' }).click();
      await page.getByRole('article', { name: 'loss' }).locator('canvas').waitFor();
      await page.getByRole('tab', { name: 'Scatter' }).click();
      await page
        .getByRole('img', { name: /accuracy/ })
        .locator('canvas')
        .waitFor();
    });

    thoroughTest('what is chosen on parallel axes is listed, stays in the URL, and can be compared alone', async () => {
      const { page, address, samples } = await open({ colorScheme: 'dark' });
      await page.goto(`${address}/compare-runs?experiment=${samples.experimentId}&view=parallel`);
      await page.getByText('9 runs; draw along an axis').waitFor();
      const canvas = page.getByRole('img', { name: /parallel axes/ });
      await canvas.locator('canvas').first().waitFor();
      const box = await canvas.boundingBox();
      if (!box) throw new Error('the chart is not drawn');
      // The first axis is that of the accuracy: its upper third.
      await page.mouse.move(box.x + 60, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + 60, box.y + 120, { steps: 3 });
      await page.mouse.move(box.x + 60, box.y + 180, { steps: 3 });
      await page.mouse.up();
      await page.getByText('1 of 9 runs').waitFor();
      expect(await page.getByRole('rowheader').allTextContents()).toEqual(['shorter prompt']);
      // To where the mouse was let go: on the way there the URL has less.
      await page.waitForURL(/brush=metrics\.accuracy\*0\.85/);
      await page.reload();
      await page.getByText('1 of 9 runs').waitFor();
      await alsoLooksRight(page, 'compare-parallel');
      await page.getByRole('button', { name: 'Clear the choice' }).click();
      await page.getByText('9 runs; draw along an axis').waitFor();
    });

    test('a prompt shows its versions with what they say and what their traces took; an alias promotes one and rolls back', async () => {
      const { page, address } = await open();
      await page.goto(`${address}/prompts`);
      await page.getByRole('link', { name: PROMPT }).click();
      const second = page.getByRole('row', { name: /^2 / });
      await second.getByText('@production').waitFor();
      await expect.poll(() => second.getByRole('link').allTextContents()).toEqual(['2', '3']);
      expect(await page.locator('mark').allTextContents()).toEqual(['{{ shop }}', '{{ question }}', '{{ language }}']);
      await expect.poll(() => page.locator('del').allTextContents()).toEqual(['three']);
      await looksRight(page, 'prompt');
      await page.getByTitle('Give version 3 an alias').click();
      await page.getByRole('button', { name: '@production from version 2' }).click();
      await page.getByRole('row', { name: /^3 / }).getByText('@production').waitFor();
      await page.getByText('alias production moved here from version 2').waitFor();
      await page.evaluate(async (name) => {
        const headers = { 'content-type': 'application/json', 'x-tracewright-change': '1' };
        const body = JSON.stringify({ name, alias: 'production', version: '1' });
        await fetch('/api/2.0/mlflow/registered-models/alias', { method: 'POST', headers, body });
      }, PROMPT);
      await page.getByRole('button', { name: 'Take the alias production from version 3' }).click();
      await page.getByRole('alert').getByText('somebody else has given it to version 1').waitFor();
      await page.getByRole('row', { name: /^1 / }).getByText('@production').waitFor();
      await page.getByTitle('Give version 2 an alias').click();
      await page.getByRole('button', { name: '@production from version 1' }).click();
      await second.getByText('@production').waitFor();
      await page.goto(`${address}/prompts/judge`);
      await page.getByRole('heading', { name: 'system' }).waitFor();
    });

    thoroughTest(
      'a version of a model is moved to a stage, from which the one that was there is archived, and its run is compared with another’s',
      async () => {
        const { page, address, samples } = await open({ colorScheme: 'dark' });
        await page.goto(`${address}/#/models/${encodeURIComponent(MODEL)}/versions/2`);
        await page.waitForURL(/\/models\/support%20bot%20100%25\?v=2$/);
        expect(await page.locator('[aria-current="true"]').first().textContent()).toBe('2');
        await page.getByTitle('Stage of version 2').click();
        const stages = page.getByRole('group', { name: 'Stage of version 2' });
        await stages.getByRole('button', { name: 'Production' }).click();
        await page.getByText('stage Production → Archived').waitFor();
        await expect.poll(() => page.getByTitle('Stage of version 1').textContent()).toBe('Archived');
        await page.getByRole('row', { name: /^accuracy/ }).waitFor();
        await looksRight(page, 'model');
        await page.getByRole('row', { name: /^2 / }).getByRole('link', { name: 'its run' }).click();
        await page.waitForURL(`${address}/runs/${samples.bestRunId}`);

        await page.getByRole('button', { name: 'Register model' }).click();
        await page.getByLabel('Model', { exact: true }).fill('another');
        await page.getByRole('button', { name: 'Register', exact: true }).click();
        await page.waitForURL(/\/models\/another\?v=1$/);
        await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
        await page.getByText('The model goes for good').waitFor();
        await page.getByRole('button', { name: 'Delete', exact: true }).nth(1).click();
        await page.waitForURL(`${address}/models`);
        await expect.poll(() => page.getByRole('rowheader').allTextContents()).toEqual([MODEL]);
      },
    );

    test('traces of a filter become a dataset, whose versions are read, compared, and found where they are used', async () => {
      const { page, address, samples } = await open();
      const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
      const span = (id: number, question: string) => ({
        ...{ traceId: `${id}`.repeat(32), spanId: `${id}`.repeat(16), name: 'asked for a dataset' },
        ...{ startTimeUnixNano: `${Date.now() - id}000000`, endTimeUnixNano: `${Date.now()}000000` },
        attributes: [
          text('mlflow.spanInputs', JSON.stringify({ question })),
          text('mlflow.spanOutputs', '"in 60 days"'),
        ],
      });
      const spans = [span(1, 'How long?'), span(2, 'Where to?')];
      await page.request.post(`${address}/v1/traces`, { data: { resourceSpans: [{ scopeSpans: [{ spans }] }] } });
      await page.goto(`${address}/traces?q=${encodeURIComponent("name = 'asked for a dataset'")}`);
      await page.getByRole('button', { name: 'Dataset', exact: true }).click();
      await page.getByPlaceholder('new or existing name').fill('hard cases');
      await page.getByRole('button', { name: 'Add to dataset' }).click();
      await page.getByRole('link', { name: 'version 1 of hard cases' }).click();

      await page.getByRole('heading', { name: 'hard cases' }).waitFor();
      const records = page.getByRole('grid', { name: 'Records' });
      await records.getByRole('button', { name: 'Where to?' }).click();
      await page
        .getByRole('region', { name: /^Record dr-/ })
        .getByText('in 60 days')
        .waitFor();
      await records.getByRole('link', { name: 'trace' }).first().waitFor();
      const id = /\/datasets\/(d-[0-9a-f]+)/.exec(page.url())?.[1];

      // What MLflow's clients change in place becomes a version when somebody wants it to.
      const changed = [{ inputs: { question: 'How long?' }, expectations: { answer: '60 days' } }];
      const added = Array.from({ length: 500 }, (_, at) => ({ inputs: { question: `Question ${at}?` } }));
      await page.request.post(`${address}/api/3.0/mlflow/datasets/${id}/records`, {
        data: { records: JSON.stringify([...changed, ...added]) },
      });
      await page.reload();
      await page.getByRole('button', { name: 'Make a version of them' }).click();
      await page.getByRole('link', { name: '2', exact: true }).click();
      await page.getByText('502 records').waitFor();
      expect(await records.getAttribute('aria-rowcount')).toBe('503');
      expect(await records.getByRole('row').count()).toBeLessThan(100);
      await records.evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
      await records.locator('[aria-rowindex="503"] button').waitFor();
      await page.getByText('1 changed, 500 new, 0 gone, 1 the same').waitFor();
      const change = page.getByRole('article', { name: /^Changed/ });
      expect(await change.getByRole('heading').allTextContents()).toEqual(['expectations']);
      await looksRight(page, 'dataset');

      const source = JSON.stringify({ dataset_id: id });
      await page.request.post(`${address}/api/2.0/mlflow/runs/log-inputs`, {
        data: {
          run_id: samples.bestRunId,
          datasets: [{ dataset: { name: 'hard cases', digest: 'x', source_type: 'x', source }, tags: [] }],
        },
      });
      await page.goto(`${address}/runs/${samples.bestRunId}`);
      await page.getByRole('link', { name: 'hard cases' }).click();
      await page.getByRole('link', { name: 'shorter prompt' }).waitFor();

      await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
      await page.getByText('with all its versions').waitFor();
      await page.getByRole('button', { name: 'Delete', exact: true }).nth(1).click();
      await page.waitForURL(`${address}/datasets`);
      await page.getByText('There is no dataset yet.').waitFor();
      await alsoLooksRight(page, 'no-datasets');
    });

    thoroughTest('on a phone parallel axes stand so far apart that their names can be read', async () => {
      const { page, address, samples } = await open({ width: 360 });
      await page.goto(`${address}/compare-runs?experiment=${samples.experimentId}&view=parallel`);
      await page.locator('canvas').waitFor();
      expect(await page.locator('canvas').evaluate((canvas) => canvas.clientWidth)).toBeGreaterThan(900);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await alsoLooksRight(page, 'phone-parallel');
    });

    thoroughTest('on a phone all of it fits, what is missing is said, and hostile names are texts', async () => {
      const { page, address, samples } = await open({ width: 360 });
      const pages = [
        ['experiments', '/experiments', HOSTILE],
        ['phone-runs', `/experiments/${samples.experimentId}`, 'shorter prompt'],
        ['phone-run', `/runs/${samples.bestRunId}`, 'Parameters'],
        ['phone-files', `/runs/${samples.bestRunId}?tab=artifacts&path=config.json`, 'tools'],
        ['phone-compare', `/compare-runs?runs=${samples.bestRunId},${samples.otherRunId}`, 'Differences only'],
        ['phone-prompt', `/prompts/${PROMPT}`, 'Compare two versions'],
        ['phone-model', `/models/${encodeURIComponent(MODEL)}`, 'Compare two versions'],
      ] as const;
      for (const [name, path, text] of pages) {
        await page.goto(`${address}${path}`);
        await page.getByText(text).first().waitFor();
        // The others have been looked at where there is more room.
        if (name === 'experiments') await looksRight(page, name);
        else await alsoLooksRight(page, name);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([name, overflow]).toEqual([name, 0]);
      }
      for (const path of ['/experiments', '/prompts', '/models']) {
        await page.goto(`${address}${path}`);
        const table = page.getByRole('table');
        await table.waitFor();
        const room = await table.evaluate((element) => (element.parentElement?.clientWidth ?? 0) - element.scrollWidth);
        expect([path, room]).toEqual([path, 0]);
      }
      for (const [path, heading] of [
        ['/runs/gone', 'No such run'],
        ['/models/100%25%20sure%3F', 'No such model'],
        ['/prompts/gone', 'No such prompt'],
        ['/experiments/999', 'No such experiment'],
      ] as const) {
        await page.goto(`${address}${path}`);
        await page.getByRole('heading', { name: heading }).waitFor();
      }
      await page.goto(`${address}/compare-runs?runs=gone,away`);
      await page.getByText('Some of these runs are not there.').waitFor();
      await page.goto(`${address}/experiments/${samples.emptyExperimentId}`);
      await page.getByText('No run has been logged in this experiment').waitFor();
    });
  },
);
