import type { CDPSession, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { sharedBrowser } from './browser.ts';

export interface PageOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  /** For what cannot be taken back, such as a clock: a page that is thrown away after the test. */
  readonly isOwn?: boolean;
}

interface KeptPage {
  readonly page: Page;
  readonly debuggerOfPage: CDPSession;
}

let kept: KeptPage | undefined;

/**
 * A page as if it were new, until the test ends. A renderer that is warm loads the viewer in two thirds of the time, so the tests of a process
 * have the same one, one after the other, as long as none fails on it.
 *
 * @param origin What a test leaves in storage there is gone when it ends.
 */
export async function openPage(
  origin: string,
  { colorScheme = 'light', width = 1440, isOwn = false }: PageOptions,
): Promise<Page> {
  const opened = (isOwn ? undefined : take()) ?? (await newPage());
  const { page } = opened;
  await page.setViewportSize({ width, height: 900 });
  // What moves is painted again and again while nobody looks.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', media: null });
  onTestFinished(async ({ task }) => {
    const isReusable = !isOwn && task.result?.state !== 'fail' && kept === undefined;
    if (isReusable && (await isLeftAsNew(opened, origin))) kept = opened;
    else await page.context().close();
  });
  return page;
}

function take(): KeptPage | undefined {
  const taken = kept;
  kept = undefined;
  return taken?.page.isClosed() ? undefined : taken;
}

async function newPage(): Promise<KeptPage> {
  const browser = await sharedBrowser();
  if (!browser) throw new Error('no browser');
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { page, debuggerOfPage: await context.newCDPSession(page) };
}

/** @returns false where that cannot be had any more */
async function isLeftAsNew({ page, debuggerOfPage }: KeptPage, origin: string): Promise<boolean> {
  try {
    for (const event of ['request', 'requestfailed', 'pageerror', 'dialog']) page.removeAllListeners(event);
    await page.unrouteAll();
    await page.goto('about:blank');
    await page.mouse.move(0, 0);
    await debuggerOfPage.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    return true;
  } catch {
    return false;
  }
}
