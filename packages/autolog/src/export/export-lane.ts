import type { SpanPricing } from '../cost/span-pricing.ts';
import type { ExportSettings } from '../settings.ts';
import { ExportProcessor } from './export-processor.ts';
import { OtlpSender } from './otlp-sender.ts';
import { SpanEncoder } from './span-encoder.ts';

/** One receiver of spans, with a queue of its own: one that is down holds up no other. */
export interface ExportLane {
  readonly settings: ExportSettings;
  readonly encoder: SpanEncoder;
  readonly sender: OtlpSender;
  readonly processor: ExportProcessor;
}

export function exportLane(settings: ExportSettings, pricing: SpanPricing): ExportLane {
  const encoder = new SpanEncoder(settings, pricing);
  const sender = new OtlpSender(settings, encoder);
  return { settings, encoder, sender, processor: new ExportProcessor(settings, sender, encoder, pricing) };
}
