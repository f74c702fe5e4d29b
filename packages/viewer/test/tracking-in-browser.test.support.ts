import { collectorInBrowser, type OpenedOnCollector } from './collector-in-browser.test.support.ts';
import type { PageOptions } from './shared-page.test.support.ts';
import { sendTrackingSamples, type TrackingSamples } from './tracking-samples.ts';

export type OpenedTracking = OpenedOnCollector<TrackingSamples>;

/** A browser on a collector with experiments, runs, prompts and models. */
export function trackingInBrowser(): (options?: PageOptions) => Promise<OpenedTracking> {
  return collectorInBrowser(sendTrackingSamples);
}
