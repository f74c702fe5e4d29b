import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { type RealCollector, realCollector } from '../bench/real-collector.ts';
import { sharedBrowser } from './browser.ts';
import { buildViewer } from './built-viewer.ts';
import { ForwardingServer } from './forwarding-server.ts';
import { openPage, type PageOptions } from './shared-page.test.support.ts';

export interface OpenedOnCollector<Samples> {
  readonly page: Page;
  /** Of the viewer, without a slash at its end. */
  readonly address: string;
  readonly samples: Samples;
  /** Addresses that were asked for so far. */
  readonly requests: readonly string[];
}

/**
 * The shared browser, one build of the viewer and one collector with samples for all tests of the suite that calls this:
 * what a test changes, it changes back, or it is the only one to look at.
 *
 * @param send Puts the samples into the collector of this address.
 * @param env Settings of the collector.
 * @returns opens a page; script errors on it fail the test, and so does whatever it asks another origin for.
 */
export function collectorInBrowser<Samples>(
  send: (url: string) => Promise<Samples>,
  env: Readonly<Record<string, string>> = {},
): (options?: PageOptions) => Promise<OpenedOnCollector<Samples>> {
  let starting: Promise<RealCollector> | undefined;
  let server: ForwardingServer;
  let address: string;
  let samples: Samples;

  beforeAll(async () => {
    starting = realCollector(env);
    const [dir, collector] = await Promise.all([buildViewer(), starting, sharedBrowser()]);
    server = new ForwardingServer(dir, collector.url);
    [address, samples] = await Promise.all([server.listen(), send(collector.url)]);
  }, 120_000);

  afterAll(async () => {
    await server?.close();
    // One that runs although something else failed would outlive the tests, which would wait for it.
    await (await starting?.catch(() => undefined))?.stop();
  });

  return async (options = {}) => {
    const page = await openPage(address, options);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    // What the page's policy forbade has not been sent.
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') requests.splice(requests.indexOf(request.url()), 1);
    });
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(() => {
      expect(errors).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(address) && !/^(about|blob|data):/.test(url))).toEqual([]);
    });
    return { page, address, samples, requests };
  };
}
