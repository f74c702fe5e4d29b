import { formatDuration } from '../../../format/duration.ts';
import type { RowFrame, RowState } from './row-frame.ts';

/** Says what a bar shows. */
export function barWords({ model, attempts: known }: RowFrame, { span, data, run }: RowState): string {
  if (run) return `${run.size} spans from ${formatDuration(run.startUs)} to ${formatDuration(run.endUs)}`;
  const parts = [
    `starts at ${formatDuration(data.startUs)}`,
    data.isRunning ? 'still running' : `lasts ${formatDuration(data.endUs - data.startUs)}`,
  ];
  if (data.ttftUs !== undefined) parts.push(`first token after ${formatDuration(data.ttftUs)}`);
  const slackUs = model.slackUs[span] ?? 0;
  if (slackUs > 0) parts.push(`could run ${formatDuration(slackUs)} longer unnoticed`);
  if (data.outlivesParent) parts.push('ends after its parent');
  const failed = known.get(data.id)?.length ?? 0;
  if (failed > 0) parts.push(`${failed} failed ${failed === 1 ? 'attempt' : 'attempts'}`);
  return parts.join(', ');
}
