import { spanHearing } from '@tracewright/schema';
import { recordedValue } from '@tracewright/scoring';

/** As long as an attribute may be, UTF-16 units. */
const MAX_LENGTH = 256 * 1_024;

/**
 * A value as a row's span may show it: by the rules of autologging where it is there, else as the environment says.
 * Undefined where no content is to be seen.
 */
export function shownContent(attribute: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const [recorder] = spanHearing().recorders;
  if (recorder !== undefined) return recorder.content(attribute, value);
  const said = process.env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT?.toLowerCase() ?? '';
  if (['false', 'no_content', 'event_only'].includes(said)) return undefined;
  const json = JSON.stringify(recordedValue(value));
  return json.length <= MAX_LENGTH ? json : JSON.stringify(json.slice(0, MAX_LENGTH).toWellFormed());
}
