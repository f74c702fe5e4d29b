/**
 * `npm run bench:list -w packages/viewer [-- 50000]`: fills the real collector with so many traces, scrolls through the
 * list of them in Chromium, a screen in each frame, and prints what that takes.
 */
import { cpus } from 'node:os';
import { launchBrowser, whyNoBrowser } from '../test/browser.ts';
import { listFigures } from './list-figures.ts';
import { listRequests } from './list-traces.ts';
import { realCollector, sendTo } from './real-collector.ts';

const count = Number(process.argv[2] ?? 50_000);

const browser = await launchBrowser();
if (!browser) throw new Error(whyNoBrowser());
const collector = await realCollector();
try {
  for (const request of listRequests(count, Date.now())) await sendTo(collector, [request]);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const address = `${collector.url}/traces?live=0`;
  // Once before, so that the collector and the browser's cache are warm.
  await listFigures(page, address, 1_000);
  const figures = await listFigures(page, address, count);
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Chromium ${browser.version()}\n`);
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${Math.round(value * 10) / 10}`);
} finally {
  await browser.close();
  await collector.stop();
}
