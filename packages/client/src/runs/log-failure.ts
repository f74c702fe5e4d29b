import { TracewrightError } from '../http/tracewright-error.ts';

/** Something that a run should have kept and has not. */
export interface LogFailure {
  readonly kind: 'param' | 'metric' | 'tag' | 'artifact' | 'status';
  /** Name of the parameter, metric or tag, path of the file, or the status. */
  readonly key: string;
  /** What it should have become, so that it can be logged again; undefined for files. */
  readonly value?: string | number;
  /** Of a metric. */
  readonly step?: number;
  readonly error: Error;
}

/** At most so many failures are told in the message. */
const MOST_TOLD = 5;

/** What a run logged has not arrived, or not all of it, while its work itself was done. */
export class RunLogError extends TracewrightError<'LOGGING_FAILED'> {
  override readonly name = 'RunLogError';
  readonly runId: string;
  readonly failures: readonly LogFailure[];
  /** What the work of the run has given, where there is any. */
  readonly result: unknown;

  constructor(runId: string, failures: readonly LogFailure[], result?: unknown) {
    super('LOGGING_FAILED', messageOf(runId, failures), { cause: failures[0]?.error });
    this.runId = runId;
    this.failures = failures;
    this.result = result;
  }
}

/** Those that failed alike are told together. */
function messageOf(runId: string, failures: readonly LogFailure[]): string {
  const byReason = new Map<string, string[]>();
  for (const { kind, key, error } of failures) {
    const names = byReason.get(error.message) ?? [];
    names.push(`${kind} ${key}`);
    byReason.set(error.message, names);
  }
  const told = [...byReason].slice(0, MOST_TOLD).map(([reason, names]) => {
    const more = names.length - MOST_TOLD;
    return `${[...new Set(names)].slice(0, MOST_TOLD).join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${reason}`;
  });
  const count =
    failures.length === 1 ? 'one thing that was logged was' : `${failures.length} things that were logged were`;
  return `run ${runId}: ${count} not kept. ${told.join('; ')}`;
}
