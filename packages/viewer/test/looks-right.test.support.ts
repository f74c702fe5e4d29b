import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { IS_THOROUGH } from './thorough.test.support.ts';

/** Ignored by git: for people to look at. Written by thorough runs alone. */
const SCREENSHOTS = fileURLToPath(new URL('../screenshots', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Looks at a page as it is: with axe, and in a thorough run in both colour schemes and as a picture for people, in the
 * ignored folder.
 */
export async function looksRight(page: Page, name: string): Promise<void> {
  if (IS_THOROUGH) {
    const { width } = page.viewportSize() ?? { width: 0 };
    const scheme = (await isDark(page)) ? 'dark' : 'light';
    await page.screenshot({ path: `${SCREENSHOTS}/${name}-${scheme}-${width}.png` });
  }
  expect(await violations(page)).toEqual([]);
}

/** {@link looksRight}, of one more state of a page that a test looks at already: in a thorough run alone. */
export async function alsoLooksRight(page: Page, name: string): Promise<void> {
  if (IS_THOROUGH) await looksRight(page, name);
}

/**
 * What axe objects to, one line each: on the page as it is, and, in a thorough run, in the other colour scheme, where
 * contrast alone can differ. The page is left as it was.
 */
async function violations(page: Page): Promise<readonly string[]> {
  // The page's policy forbids added scripts; an evaluated one comes in by the debugger's door.
  await page.evaluate(await axeSource());
  const found = await runAxe(page, {});
  if (!IS_THOROUGH) return found;
  const [own, other] = (await isDark(page)) ? (['dark', 'light'] as const) : (['light', 'dark'] as const);
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

function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
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
