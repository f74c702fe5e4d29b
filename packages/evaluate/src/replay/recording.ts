import type { OutputMessage } from '@tracewright/schema';
import { ReplayError } from './replay-error.ts';

/** In every file of ours. */
export const RECORDING_FORMAT = 'tracewright.recording';
export const RECORDING_VERSION = 1;

/** Calls of one trace that can be answered again without whoever answered them. */
export interface Recording {
  readonly format: typeof RECORDING_FORMAT;
  readonly version: typeof RECORDING_VERSION;
  /** Where it comes from. */
  readonly trace: { readonly id: string; readonly name: string };
  /** In the order in which they began. */
  readonly calls: readonly RecordedCall[];
}

/** One call: of a model, a tool or a retriever. */
export interface RecordedCall {
  readonly kind: 'model' | 'tool' | 'retriever';
  /** Name of its span. */
  readonly name: string;
  /** By what it is known again. */
  readonly request: CallRequest;
  /** Absent where it failed. */
  readonly answer?: ModelAnswer | ResultAnswer;
  readonly error?: RecordedFailure;
}

/** What a call was asked, as its span shows it: values of JSON. */
export type CallRequest = Readonly<Record<string, unknown>>;

/** What a model said. */
export interface ModelAnswer {
  readonly messages: readonly OutputMessage[];
  readonly id?: string;
  readonly model?: string;
  readonly finishReasons?: readonly string[];
  readonly serviceTier?: string;
  readonly systemFingerprint?: string;
  readonly usage?: RecordedUsage;
  /** Pieces of the stream; absent where it was none. */
  readonly chunks?: number;
}

/** Tokens, as far as they were reported. */
export interface RecordedUsage {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly reasoning?: number;
}

/** What a tool gave, or the documents that a retriever found. */
export interface ResultAnswer {
  readonly result: unknown;
}

export interface RecordedFailure {
  /** Class or code of the error. */
  readonly type: string;
  readonly message: string;
  /** Of HTTP; absent where no answer came. */
  readonly status?: number;
}

/** The text of a file: the same for the same calls, each key at its place. */
export function recordingText(recording: Recording): string {
  return `${JSON.stringify(sorted(recording), null, 2)}\n`;
}

/** @throws ReplayError `INVALID_RECORDING` */
export function parseRecording(text: string, name: string): Recording {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ReplayError('INVALID_RECORDING', `${name} is no JSON`, { cause });
  }
  const { format, version, calls } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Recording>;
  if (format !== RECORDING_FORMAT || !Array.isArray(calls)) {
    throw new ReplayError('INVALID_RECORDING', `${name} is no recording: \`tracewright record <trace>\` writes one`);
  }
  if (version !== RECORDING_VERSION) {
    throw new ReplayError(
      'INVALID_RECORDING',
      `${name} is of version ${String(version)}, and this is for version ${RECORDING_VERSION}: record it again`,
    );
  }
  return value as Recording;
}

/** Keys of every record in their order, so that files compare line by line. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
