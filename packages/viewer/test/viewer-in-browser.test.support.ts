import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { buildViewer } from './built-viewer.ts';
import { FakeServer } from './fake-server.ts';
import type { SampleTrace } from './sample-trace.ts';
import { caseTraces, crowd } from './samples.ts';

/** Ignored by git: for people to look at. */
export const SCREENSHOTS: string = fileURLToPath(new URL('../screenshots', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** When the newest of {@link SAMPLES} began, about. */
export const NOW_NS = 1_790_000_000_000_000_000n;
/** One trace for each case, and enough others to scroll through. */
export const MANY: readonly SampleTrace[] = [...caseTraces(NOW_NS), ...crowd(150, NOW_NS - 7_200_000_000_000n)];
/** The newest of {@link MANY}: axe takes its time for every row. */
export const SAMPLES: readonly SampleTrace[] = MANY.slice(0, 20);

export interface OpenOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
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
 * @returns opens a server and a page of their own, closed when the test ends; script errors on the page fail it.
 */
export function viewerInBrowser(): (options: OpenOptions) => Promise<OpenedViewer> {
  let browser: Browser;
  let dir: string;

  beforeAll(async () => {
    const [started, built] = await Promise.all([
      sharedBrowser(),
      buildViewer(),
      mkdir(SCREENSHOTS, { recursive: true }),
    ]);
    if (!started) throw new Error('no browser');
    browser = started;
    dir = built;
  }, 120_000);

  return async ({ colorScheme = 'light', width = 1440, traces = SAMPLES }) => {
    const server = new FakeServer(traces, dir);
    const address = await server.listen();
    const context: BrowserContext = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      // What moves is painted again and again while nobody looks.
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    onTestFinished(async () => {
      await context.close();
      await server.close();
      expect(errors).toEqual([]);
    });
    return { page, address, server, requests };
  };
}

/** @throws Error if there is no sample of that id */
export function traceById(id: string): SampleTrace {
  const trace = SAMPLES.find(({ detail }) => detail.traceId === id);
  if (!trace) throw new Error(`no sample ${id}`);
  return trace;
}

/**
 * What axe objects to, one line each: on the page as it is, and then in the other colour scheme, where contrast alone can
 * differ. The page is left as it was.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const [own, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const);
  // The page's policy forbids added scripts; an evaluated one comes in by the debugger's door.
  await page.evaluate(await axeSource());
  const found = await runAxe(page, {});
  await setScheme(page, other);
  const inOther = await runAxe(page, { runOnly: ['color-contrast'] });
  await setScheme(page, own);
  return [...found, ...inOther.map((line) => `${other}: ${line}`)];
}

let axe: Promise<string> | undefined;

function axeSource(): Promise<string> {
  axe ??= readFile(AXE, 'utf8');
  return axe;
}

async function setScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
}

function runAxe(page: Page, options: object): Promise<readonly string[]> {
  return page.evaluate(async (rules) => {
    interface Axe {
      run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { axe } = window as unknown as { axe: Axe };
    // Naming every element that is fine would take longer than looking at it.
    const { violations: found } = await axe.run({ ...rules, reporter: 'no-passes' });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }, options);
}
