import type { Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { buildViewer } from './built-viewer.ts';
import { FakeServer } from './fake-server.ts';
import type { SampleTrace } from './sample-trace.ts';
import { caseTraces, crowd } from './samples.ts';
import { openPage, type PageOptions } from './shared-page.test.support.ts';

/** When the newest of {@link SAMPLES} began, about. */
export const NOW_NS = 1_790_000_000_000_000_000n;
/** One trace for each case, and enough others to scroll through. */
export const MANY: readonly SampleTrace[] = [...caseTraces(NOW_NS), ...crowd(150, NOW_NS - 7_200_000_000_000n)];
/** The newest of {@link MANY}: axe takes its time for every row. */
export const SAMPLES: readonly SampleTrace[] = MANY.slice(0, 20);

export interface OpenOptions extends PageOptions {
  /** What the collector's stand-in has; {@link SAMPLES} by default. */
  readonly traces?: readonly SampleTrace[];
}

export interface OpenedViewer {
  readonly page: Page;
  /** Of the stand-in, without a slash at its end. */
  readonly address: string;
  readonly server: FakeServer;
  /** Addresses that were asked for so far. */
  readonly requests: readonly string[];
}

/**
 * The shared browser and one build of the viewer for all tests of the suite that calls this.
 *
 * @returns opens a server of its own, closed when the test ends, and a page; script errors on the page fail the test.
 */
export function viewerInBrowser(): (options: OpenOptions) => Promise<OpenedViewer> {
  let dir: string;

  beforeAll(async () => {
    [dir] = await Promise.all([buildViewer(), sharedBrowser()]);
  }, 120_000);

  return async ({ traces = SAMPLES, ...options }) => {
    const server = new FakeServer(traces, dir);
    const address = await server.listen();
    onTestFinished(() => server.close());
    const page = await openPage(address, options);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(() => expect(errors).toEqual([]));
    return { page, address, server, requests };
  };
}

/** @throws Error if there is no sample of that id */
export function traceById(id: string): SampleTrace {
  const trace = SAMPLES.find(({ detail }) => detail.traceId === id);
  if (!trace) throw new Error(`no sample ${id}`);
  return trace;
}
