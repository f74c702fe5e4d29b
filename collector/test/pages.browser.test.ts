import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { sharedBrowser, whyNoBrowser } from '../../packages/viewer/test/browser.ts';
import { IS_THOROUGH } from '../../packages/viewer/test/thorough.test.support.ts';
import { PAGE_PATHS } from '../src/routes/page-paths.ts';
import { runningCollector } from './running-collector.ts';

const TIMEOUT_MS = 120_000;

/** All of them in thorough runs; what their parts do is looked at under the same policy by the viewer's own tests. */
const PATHS = IS_THOROUGH ? PAGE_PATHS : ['/traces', '/sign-in', '/settings/keys'];

/** Counts what the policy of a page has forbidden, from before its first script on. */
const COUNT_VIOLATIONS = `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
    window.violations.push([effectiveDirective, blockedURI, sourceFile, lineNumber].join(' ')));`;

async function violations(page: Page): Promise<unknown> {
  return page.evaluate('window.violations');
}

test('no page does anything that its policy forbids, and the policy forbids inline scripts', {
  timeout: TIMEOUT_MS,
}, async (context) => {
  const browser = await sharedBrowser();
  if (!browser) return context.skip(whyNoBrowser());
  const collector = await runningCollector();
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.addInitScript(COUNT_VIOLATIONS);

  const found: unknown[] = [];
  for (const path of PATHS) {
    await page.goto(collector.url + path.replace(/:\w+/, 'a'.repeat(32)));
    await page.locator('main').first().waitFor();
    const forbidden = await violations(page);
    if (JSON.stringify(forbidden) !== '[]') found.push([path, forbidden]);
  }

  expect(found).toEqual([]);
  await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'window.isRun = true';
    document.body.append(script);`);
  await expect.poll(() => violations(page)).toEqual([expect.stringMatching(/^script-src-elem inline/)]);
  expect(await page.evaluate('window.isRun')).toBeUndefined();
});
