import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { collectorInBrowser } from './collector-in-browser.test.support.ts';
import { sendEvaluationSamples } from './evaluation-samples.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`evaluations in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = collectorInBrowser(sendEvaluationSamples);

  test('of an evaluation one finds the rows that failed a scorer, and why', async () => {
    const { page, address, samples } = await open();
    await page.goto(`${address}/evals`);
    await page.getByRole('link', { name: 'shorter prompt' }).waitFor();
    await looksRight(page, 'evaluations');
    await page.getByRole('link', { name: 'shorter prompt' }).click();

    const rows = page.getByRole('grid', { name: 'Rows' }).locator('[data-key]');
    await page.getByText('12 rows', { exact: true }).waitFor();
    const faithfulness = page.getByRole('button', { name: /^faithfulness\s?judge/ });
    expect(await faithfulness.textContent()).toMatch(/80\.0 %.*passed.*1 error/s);
    await faithfulness.click();
    await page.getByText('2 of 12 rows, by faithfulness').waitFor();
    expect(new URL(page.url()).search).toBe('?show=failed&scorer=faithfulness');
    await rows.first().getByRole('button').click();
    const pane = page.getByRole('complementary', { name: 'Row' });
    await pane.getByText('It says so.').waitFor();
    expect(await pane.getByText('<b>I am not sure.</b>').first().isVisible()).toBe(true);
    await looksRight(page, 'evaluation');
    await page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });

    await page.goto(`${address}/evals/${samples.afterId}?show=errors`);
    await page.getByText('2 of 12 rows').waitFor();
    await page.getByLabel('Tag').selectOption('topic=parcels');
    await page.getByLabel('Find in rows').fill('number 11');
    await page.getByText('1 of 12 rows').waitFor();
    await rows.getByTitle('RateLimitError').waitFor();
  });

  test('compared with an earlier one, the rows that got worse stand first, and each measure says whether it may be chance', async () => {
    const { page, address, samples } = await open({ colorScheme: 'dark' });
    await page.goto(`${address}/evals`);
    await page.getByLabel('Select shorter prompt').check();
    await page.getByLabel('Select longer prompt').check();
    await page.getByRole('link', { name: 'Compare 2' }).click();
    await page.waitForURL(`**/evals/${samples.afterId}?vs=${samples.beforeId}`);
    const grid = page.getByRole('grid', { name: 'Rows' });
    await grid.getByRole('columnheader', { name: 'Change' }).waitFor();
    const inputs = grid.locator('[data-key] button');
    const worst = [0, 1, 11].map((number) => `How long can I return number ${number}?`);
    expect(new Set((await inputs.allTextContents()).slice(0, 3))).toEqual(new Set(worst));
    await inputs.getByText('number 0?').click();
    const pane = page.getByRole('complementary', { name: 'Row' });
    await pane.getByText('before').first().waitFor();
    await pane.getByRole('heading', { name: 'Output, from longer prompt to here' }).waitFor();
    await pane.locator('ins').first().waitFor();
    await page.getByRole('button', { name: 'Changes' }).click();
    const contains = page.getByRole('row', { name: /^contains/ });
    expect(await contains.textContent()).toMatch(/72\.7 %\+36\.4 points.*may be chance$/);
    await alsoLooksRight(page, 'evaluation-changes');
  });

  thoroughTest(
    'where the other evaluation or the collector is gone, the page says so and keeps what it shows',
    async () => {
      const { page, address, samples } = await open();
      await page.goto(`${address}/evals/${samples.afterId}?vs=${'0'.repeat(32)}`);
      await page.getByText('What it is compared with is not there any more.').waitFor();
      await page.getByText('12 rows', { exact: true }).waitFor();
      await page.route('**/runs/get*', (route) => route.abort());
      await page
        .getByRole('alert')
        .getByText(/collector/)
        .waitFor();
      await page.getByText('12 rows', { exact: true }).waitFor();
    },
  );

  thoroughTest('a record far down in a dataset is still open after the page was loaded anew', async () => {
    const { page, address } = await open();
    const records = Array.from({ length: 450 }, (_, at) => ({ inputs: { question: `question ${at}` } }));
    await page.request.post(`${address}/api/v1/datasets`, { data: { name: 'many questions', records } });
    await page.goto(`${address}/datasets`);
    await page.getByRole('link', { name: 'many questions' }).click();
    const grid = page.getByRole('grid', { name: 'Records' });
    await grid.getByText('question 0').waitFor();
    await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await grid.getByText('question 449').click();
    const pane = page.getByRole('region', { name: /^Record dr-/ });
    await pane.getByText('question 449').waitFor();
    await page.reload();
    await pane.getByText('question 449').waitFor();
  });

  thoroughTest('a review that could not be saved is no fault of the next', async () => {
    const { page, address } = await open();
    await page.goto(`${address}/reviews?q=${encodeURIComponent("name = 'answer'")}`);
    await page.getByPlaceholder('your name').fill('kim');
    await page.route('**/feedback', (route) => route.abort());
    await page.getByRole('button', { name: 'Good' }).click();
    await page.getByRole('button', { name: /^Save/ }).click();
    const review = page.getByRole('complementary', { name: 'Your review' });
    await review.getByRole('alert').waitFor();
    await page.getByRole('button', { name: /^Skip/ }).click();
    await review.getByRole('alert').waitFor({ state: 'detached' });
  });

  thoroughTest('keys alone review a trace', async () => {
    const { page, address } = await open();
    await page.goto(`${address}/reviews?q=${encodeURIComponent("name = 'answer'")}`);
    await page.getByPlaceholder('your name').fill('eve');
    await page.getByRole('article', { name: 'The trace' }).click();
    for (const key of ['y', '5', 'Control+Enter']) await page.keyboard.press(key);
    await page.getByText('1 of 24 reviewed by you').waitFor();
  });

  thoroughTest('nobody corrects the answer of the trace before', async () => {
    const { page, address } = await open();
    const trace = (1_005).toString(16).padStart(32, '0');
    await page.goto(`${address}/reviews?q=${encodeURIComponent("name = 'answer'")}&trace=${trace}`);
    await page.getByPlaceholder('your name').fill('bob');
    const asked = page.getByRole('article', { name: 'The trace' });
    await asked.getByText('Within 60 days.').waitFor();
    await page.route('**/api/v1/turns*', () => {});
    await page.getByRole('button', { name: /^Skip/ }).click();
    await asked.getByText('…', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Correct the answer' }).click();
    expect(await page.getByLabel('What would have been right').inputValue()).toBe('');
  });

  test('traces are reviewed one after the other by keys, and who reviews again finds what was said', async () => {
    const { page, address } = await open();
    await page.goto(`${address}/reviews?q=${encodeURIComponent("name = 'answer'")}`);
    await page.getByText('Say who you are').waitFor();
    await page.getByPlaceholder('your name').fill('ann');
    await page.getByText('0 of 24 reviewed by you').waitFor();
    const asked = page.getByRole('article', { name: 'The trace' });
    const [first, second] = await page.getByRole('list', { name: 'Queue' }).getByRole('button').allTextContents();
    await asked.getByText(first ?? '').waitFor();
    await looksRight(page, 'reviews');
    await asked.click();
    await page.keyboard.press('n');
    await page.keyboard.press('2');
    await page.getByLabel('Category').fill('wrong fact');
    await page.getByRole('button', { name: 'Correct the answer' }).click();
    await page.getByLabel('What would have been right').fill('Within 60 days.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('1 of 24 reviewed by you').waitFor();
    await asked.getByText(second ?? '').waitFor();

    await page.reload();
    await page.getByText('1 of 24 reviewed by you').waitFor();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByRole('list', { name: 'Queue' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Bad n', pressed: true }).waitFor();
    expect(await page.getByLabel('Category').inputValue()).toBe('wrong fact');
  });
});
