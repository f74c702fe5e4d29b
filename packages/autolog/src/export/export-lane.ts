import type { SpanPricing } from '../cost/span-pricing.ts';
import type { ExportSettings } from '../settings.ts';
import { ExportProcessor } from './export-processor.ts';
import { OtlpSender } from './otlp-sender.ts';

/** One receiver of spans, with a queue of its own: one that is down holds up no other. */
export interface ExportLane {
  readonly settings: ExportSettings;
  readonly sender: OtlpSender;
  readonly processor: ExportProcessor;
}

export function exportLane(settings: ExportSettings, pricing: SpanPricing): ExportLane {
  const sender = new OtlpSender(settings);
  return { settings, sender, processor: new ExportProcessor(sender, pricing) };
}
