import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import { type SampleTrace, sampleTrace } from './sample-trace.ts';
import { SAMPLE_ID } from './samples.ts';
import { thoroughTest } from './thorough.test.support.ts';
import { traceById, viewerInBrowser } from './viewer-in-browser.test.support.ts';

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`the conversation in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const open = viewerInBrowser();

  test('each thing is said once, tools with their result, answers with their cost', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}?view=chat`);
    const chat = page.getByRole('region', { name: 'Conversation' });
    await chat.getByRole('cell', { name: 'Desk lamp' }).waitFor();

    expect(await chat.getByText('Which of my orders are late').count()).toBe(1);
    expect(await chat.locator('summary', { hasText: 'You are the support assistant' }).count()).toBe(1);
    const tool = chat.locator('details', { hasText: 'search_orders' }).first();
    expect(await tool.locator('summary').textContent()).toContain('customer: 7731, state: late, limit: 5');
    await tool.locator('summary').click();
    await tool.getByText('Oak shelf').last().waitFor();
    expect(await chat.locator('footer').last().textContent()).toMatch(
      /^gpt-4oin agent\.run[\d.]+ s.*first token \d+ ms.*tokens\$[\d.]+.*messages from before$/,
    );
    await looksRight(page, 'chat');

    await chat.getByRole('button', { name: 'gpt-4o', exact: true }).click();
    await page.waitForURL(/span=\w{16}/);
    await page.getByRole('treegrid', { name: 'Spans' }).waitFor();
    await page.goBack();
    await chat.waitFor();
  });

  test('what a conversation says is shown, never run, followed or fetched; a picture in it is seen', async () => {
    const { page, address, requests } = await open({ width: 360 });
    await page.goto(`${address}/traces/${SAMPLE_ID.hostile}?view=chat`);
    const chat = page.getByRole('region', { name: 'Conversation' });
    await chat.getByText('kept as text').waitFor();
    for (const fold of await chat.locator('summary').all()) await fold.click();

    const pictures = await chat.locator('img').evaluateAll((all) => all.map((each) => each.getAttribute('src') ?? ''));
    expect(pictures).toEqual([expect.stringMatching(/^data:image\/png;base64,/)]);
    await page.waitForFunction(
      () => document.querySelector('main img')?.getAttribute('src') && document.images[0]?.naturalWidth === 1,
    );
    const links = await chat.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(links.filter((href) => !/^https:\/\/(evil\.example|example\.com)\//.test(href))).toEqual([]);
    expect(await chat.locator('iframe, script, svg[onload], [onerror]').count()).toBe(0);
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(requests.filter((url) => !url.startsWith(address) && !url.startsWith('data:'))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await alsoLooksRight(page, 'chat-hostile');
  });

  thoroughTest('a trace without a model’s call says what went into it', async () => {
    const { page, address } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.deep}?view=chat`);
    await page.getByText('No model was called in this trace').waitFor();
    await page.getByRole('button', { name: 'level 0' }).click();
    await page.getByRole('treegrid', { name: 'Spans' }).waitFor();
  });

  thoroughTest('an answer that is still being given is there once it is, and nothing else moves', async () => {
    const question = { role: 'user', parts: [{ type: 'text' as const, content: 'Is shipping free?' }] };
    const call = (status: 'running' | 'ok', answer: string): SampleTrace =>
      sampleTrace({
        traceId: SAMPLE_ID.running,
        startNs: BigInt(Date.now()) * 1_000_000n,
        spans: [
          {
            ...{ id: '1'.repeat(16), parent: -1, name: 'chat gpt-4o', kind: 'llm', startUs: 0, endUs: 900_000, status },
            model: 'gpt-4o',
            content: {
              inputMessages: [question],
              outputMessages: answer === '' ? [] : [{ role: 'assistant', parts: [{ type: 'text', content: answer }] }],
            },
          },
        ],
      });
    const { page, address, server } = await open({ traces: [call('running', '')] });
    await page.goto(`${address}/traces/${SAMPLE_ID.running}?view=chat`);
    const chat = page.getByRole('region', { name: 'Conversation' });
    await chat.getByText('Still answering').waitFor();
    // The turn, not the text in it, which is written anew once the renderer of markdown has come.
    const asked = await chat.getByRole('article').filter({ hasText: 'Is shipping free?' }).elementHandle();

    server.traces.splice(0, 1, call('ok', 'From 40 € on.'));

    await chat.getByText('From 40 € on.').waitFor();
    expect(await asked?.evaluate((node) => node.isConnected)).toBe(true);
  });

  thoroughTest('what a model asked for leads to the span in which it ran, and from there back', async () => {
    const { page, address } = await open({ traces: [traceById(SAMPLE_ID.agent)] });
    const { skeleton, span } = traceById(SAMPLE_ID.agent);
    const ran = skeleton.spanId[skeleton.name.indexOf(skeleton.names.indexOf('search_orders'))] ?? '';
    await page.route(/\/api\/v1\/spans\?.*tool\.call\.id.*call_8f1/, (route) =>
      route.fulfill({ json: { items: [{ spanId: ran }] } }),
    );
    await page.route(`**/spans/${ran}`, (route) =>
      route.fulfill({ json: { ...span(ran), attributes: { 'gen_ai.tool.call.id': 'call_8f1' } } }),
    );
    await page.goto(`${address}/traces/${SAMPLE_ID.agent}?view=chat`);
    const chat = page.getByRole('region', { name: 'Conversation' });
    await chat.locator('summary', { hasText: 'search_orders' }).first().click();
    await chat.getByRole('button', { name: 'Open the span in which it ran' }).click();

    await page.locator('[role=row][aria-selected=true]', { hasText: 'search_orders' }).waitFor();
    await page.getByRole('button', { name: 'Show in the chat' }).click();
    const call = chat.locator('details[open][data-call-id=call_8f1][data-current]').first();
    await call.waitFor();

    await page.waitForURL(/view=chat/);
    await page.reload();
    await call.waitFor();
    await page.waitForFunction(() => {
      const box = document.querySelector('[data-current]')?.getBoundingClientRect();
      return box && box.top > 0 && box.bottom < innerHeight;
    });
  });

  thoroughTest('a call that could not be read is there once the collector is back', async () => {
    const { page, address, server } = await open({});
    await page.goto(`${address}/traces/${SAMPLE_ID.retried}`);
    await page.getByRole('treegrid', { name: 'Spans' }).waitFor();
    server.isDown = true;
    await page.getByRole('button', { name: 'Chat' }).click();
    await page.getByRole('region', { name: 'Conversation' }).getByRole('alert').waitFor();
    server.isDown = false;
    await page.getByRole('region', { name: 'Conversation' }).getByText('429 Rate limit reached').waitFor();
  });
});
