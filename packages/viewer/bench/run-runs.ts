/**
 * `npm run bench:runs -w packages/viewer [-- 10000]`: fills an experiment of the real collector with so many runs of 20
 * metrics, opens, sorts, filters and scrolls the table of them in Chromium, brushes over 1,000 of them on 8 parallel
 * axes, and prints what each takes.
 */
import { cpus } from 'node:os';
import { launchBrowser, whyNoBrowser } from '../test/browser.ts';
import { brushFigures } from './brush-figures.ts';
import { realCollector } from './real-collector.ts';
import { sendRuns } from './run-history.ts';
import { runsFigures } from './runs-figures.ts';

const count = Number(process.argv[2] ?? 10_000);

const browser = await launchBrowser();
if (!browser) throw new Error(whyNoBrowser());
const collector = await realCollector();
try {
  const experimentId = await sendRuns(collector.url, count);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const address = `${collector.url}/experiments/${experimentId}`;
  // Once before, so that the collector and the browser's cache are warm.
  await runsFigures(page, address, 500);
  const figures = await runsFigures(page, address, Math.min(count, 3_000));
  const axes = Array.from({ length: 8 }, (_, at) => `metrics.metric_${at}`).join();
  const brush = await brushFigures(
    page,
    `${collector.url}/compare-runs?experiment=${experimentId}&view=parallel&axes=${axes}`,
  );
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Chromium ${browser.version()}\n`);
  const all = { ...figures, brushMedianMs: brush.medianMs, brushWorstMs: brush.worstMs };
  for (const [name, value] of Object.entries(all)) console.log(`${name}: ${Math.round(value * 10) / 10}`);
} finally {
  await browser.close();
  await collector.stop();
}
