import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type RealCollector, realCollector } from '../bench/real-collector.ts';
import { launchBrowser } from './browser.ts';
import { buildViewer } from './built-viewer.ts';
import { ForwardingServer } from './forwarding-server.ts';
import { sendTrackingSamples, type TrackingSamples } from './tracking-samples.ts';
import { SCREENSHOTS, violations } from './viewer-in-browser.test.support.ts';

export interface OpenedTracking {
  readonly page: Page;
  /** Of the viewer, without a slash at its end. */
  readonly address: string;
  readonly samples: TrackingSamples;
  /** Addresses that were asked for so far. */
  readonly requests: readonly string[];
}

/**
 * One browser, one build of the viewer and one collector with samples for all tests of the suite that calls this: what
 * a test changes, it changes back, or it is the only one to look at.
 *
 * @returns opens a page of its own, closed when the test ends; script errors on it fail the test, and so does whatever
 * it asks another origin for.
 */
export function trackingInBrowser(): (options?: {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
}) => Promise<OpenedTracking> {
  let browser: Browser;
  let collector: RealCollector;
  let server: ForwardingServer;
  let address: string;
  let samples: TrackingSamples;

  beforeAll(async () => {
    const [started, dir, running] = await Promise.all([
      launchBrowser(),
      buildViewer(),
      realCollector(),
      mkdir(SCREENSHOTS, { recursive: true }),
    ]);
    collector = running;
    if (!started) throw new Error('no browser');
    browser = started;
    server = new ForwardingServer(dir, collector.url);
    [address, samples] = await Promise.all([server.listen(), sendTrackingSamples(collector.url)]);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([browser?.close(), server?.close()]);
    await collector?.stop();
  });

  return async ({ colorScheme = 'light', width = 1440 } = {}) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    // What the page's policy forbade has not been sent.
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') requests.splice(requests.indexOf(request.url()), 1);
    });
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(async () => {
      await context.close();
      expect(errors).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(address) && !/^(about|blob|data):/.test(url))).toEqual([]);
    });
    return { page, address, samples, requests };
  };
}

/** Looks at a page as it is: with axe, and as a picture for people, in the ignored folder. */
export async function looksRight(page: Page, name: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await page.screenshot({ path: `${SCREENSHOTS}/${name}-${isDark ? 'dark' : 'light'}-${width}.png` });
  expect(await violations(page)).toEqual([]);
}
