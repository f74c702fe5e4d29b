import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { collectorInBrowser } from './collector-in-browser.test.support.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { sendMonitorSamples } from './monitor-samples.ts';
import { thoroughTest } from './thorough.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`monitors in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = collectorInBrowser(sendMonitorSamples);

  test('a scorer is tried on stored traces, saved, and looks back over the last week', async () => {
    const { page, address } = await open();
    await page.goto(`${address}/monitors`);
    await page.getByRole('button', { name: 'New scorer' }).click();
    const form = page.getByRole('form', { name: 'New scorer' });
    await form.getByLabel('Name of its score').fill('polite');
    await form.getByLabel('Texts, one a line').fill('please');
    await form.getByLabel('Sample, percent').fill('100');
    await form.getByRole('button', { name: 'Try on the newest traces' }).click();
    await form.getByText('80 stored traces are meant').waitFor();
    expect(await form.getByRole('table').textContent()).toContain('false ✗');
    await alsoLooksRight(page, 'monitors-scorer-form');
    await form.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('region', { name: 'Scorers' }).getByRole('row', { name: /polite/ });
    await row.waitFor();

    await row.getByRole('button', { name: 'Score last week by polite' }).click();
    const asked = page.getByRole('alertdialog', { name: 'Score 80 traces by polite?' });
    await asked.getByRole('button', { name: 'Score them' }).click();
    await page.getByText('80 traces are put on its list').waitFor();
    await row.getByText('80 scored').waitFor();
    expect(await row.textContent()).toContain('50.0 % pass');
  });

  test('an alert says what it would have done before it is saved, and fires', async () => {
    const { page, address } = await open();
    await page.goto(`${address}/monitors`);
    await page.getByRole('button', { name: 'New alert' }).click();
    const form = page.getByRole('form', { name: 'New alert' });
    await form.getByLabel('Name', { exact: true }).fill('slow answers');
    await form.getByLabel(/^Figure/).selectOption('latencyP95');
    await form.getByLabel(/^Value/).fill('1000');
    await form.getByText('Fires at latency p95 above 1,000 ms over 1 hour.').waitFor();
    await form.getByRole('button', { name: 'What would it have done?' }).click();
    await form.getByText(/it would (never have fired|have fired (once|\d+ times)): values from/).waitFor();
    await alsoLooksRight(page, 'monitors-alert-form');
    await form.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('region', { name: 'Alerts' }).getByRole('row', { name: /slow answers/ });
    await row.getByText('firing').waitFor();
    await row.getByRole('button', { name: 'History of slow answers' }).click();
    await page.getByRole('region', { name: 'History of slow answers' }).getByText('fires').waitFor();
    await row.getByRole('button', { name: 'Silence 1 h: slow answers' }).click();
    await row.getByRole('button', { name: 'End silence of slow answers' }).waitFor();

    await row.getByRole('button', { name: 'Edit slow answers' }).click();
    const edited = page.getByRole('form', { name: 'Edit slow answers' });
    await edited.getByLabel(/^Value/).fill('2000');
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-tracewright-change': '1' };
      const { items } = await (await fetch('/api/v1/alerts')).json();
      const { name, metric, filter, windowMs, condition, forMs, everyMs, webhook, isEnabled } = items[0];
      const rule = { name, metric, filter, windowMs, condition, minCount: 7, forMs, everyMs, webhook, isEnabled };
      await fetch(`/api/v1/alerts/${items[0].id}`, { method: 'PUT', headers, body: JSON.stringify(rule) });
    });
    await edited.getByRole('button', { name: 'Save' }).click();
    await edited.getByRole('group', { name: 'What it is now' }).getByText('Min count').waitFor();
    await alsoLooksRight(page, 'monitors-somebody-was-quicker');
    await edited.getByRole('button', { name: 'Save' }).click();
    await edited.waitFor({ state: 'detached' });
    await row.getByRole('button', { name: 'Delete slow answers' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
  });

  test('drift of prompts is told from chance', async () => {
    const { page, address } = await open({ colorScheme: 'dark' });
    await page.goto(`${address}/monitors`);
    await page.getByRole('button', { name: 'New monitor' }).click();
    const form = page.getByRole('form', { name: 'New monitor' });
    await form.getByLabel('Name', { exact: true }).fill('questions');
    await form.getByLabel('The last hours').fill('1');
    await form.getByRole('button', { name: 'Measure now' }).click();
    await form.getByText('40 now against 40 before.').waitFor();
    expect(await form.getByRole('row', { name: /language/ }).textContent()).toContain('drift');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Drift of questions' }).getByText('zelt').waitFor();
    await looksRight(page, 'monitors');
  });

  thoroughTest('where no judge was measured, the list of calibrations says how one is', async () => {
    const { page, address } = await open();
    await page.goto(`${address}/calibrations`);
    await page.getByText('No judge was measured yet').waitFor();
    await looksRight(page, 'calibrations');
  });
});
