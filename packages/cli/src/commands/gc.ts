import {
  collectGarbage,
  deletedRuns,
  type Garbage,
  type PlannedRun,
  parseRunRules,
  type RunRules,
  takesRunsOut,
} from '@tracewright/collector';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { FOLDER_OPTION, namedFolder, storeFolder } from '../server/store-folder.ts';

const DAY_MS = 86_400_000;
/** As of the setting; more days than there are since 1970 keep everything. */
const MAX_DAYS = 100_000;

/** What a collector does every hour by its settings, at once; one may be running on the store. */
export const gc: Command = command({
  name: 'gc',
  says: 'Take out traces and runs that are too old, and the oldest traces where the store is too large.',
  operands: '',
  options: {
    ...FOLDER_OPTION,
    days: { value: 'days', says: 'that traces are kept; default TRACEWRIGHT_RETENTION_DAYS' },
    'max-bytes': { value: 'bytes', says: 'that spans may take; default TRACEWRIGHT_MAX_STORE_BYTES' },
    'run-days': { value: 'days', says: 'that runs are kept; default TRACEWRIGHT_RUN_RETENTION_DAYS' },
    experiments: {
      value: 'list',
      says: 'of days by experiment, ci=7,nightly=forever; default TRACEWRIGHT_RUN_RETENTION',
    },
    'keep-tags': { value: 'list', says: 'of tags that keep a run, such as eval=true; default TRACEWRIGHT_KEEP_RUNS' },
    'dry-run': { says: 'only say what would go, run by run' },
    json: { says: 'with --dry-run: a line of JSON for each run' },
    deleted: { says: 'print the runs that went, the last first, a line of JSON each, and take out nothing' },
  },
  async run({ data, days, 'max-bytes': bytes, 'dry-run': dryRun, json, deleted, ...given }, _, io) {
    const spansUrl = io.env.TRACEWRIGHT_SPANS_URL || undefined;
    const trackingUrl = io.env.TRACEWRIGHT_TRACKING_URL || undefined;
    const blobsUrl = io.env.TRACEWRIGHT_BLOBS || undefined;
    if (deleted === true) {
      const runs = await deletedRuns({ dataDir: storeFolder(data, io), trackingUrl });
      for (const run of runs) io.stdout.write(`${JSON.stringify(run)}\n`);
      return 0;
    }
    const isDryRun = dryRun === true;
    if (json === true && !isDryRun) throw usageError('--json goes with --dry-run; what went is printed by --deleted');
    const keptDays = wholeNumber('days', days ?? io.env.TRACEWRIGHT_RETENTION_DAYS);
    const maxBytes = wholeNumber('max-bytes', bytes ?? io.env.TRACEWRIGHT_MAX_STORE_BYTES);
    const runs = runRules(given, io);
    if (keptDays !== undefined && keptDays > MAX_DAYS) throw usageError(`--days is ${MAX_DAYS} at most`);
    const hasTraceRules = keptDays !== undefined || maxBytes !== undefined;
    if (!hasTraceRules && !takesRunsOut(runs)) {
      throw usageError('say --days, --max-bytes, --run-days, --experiments or several of them');
    }
    const dataDir = spansUrl === undefined ? storeFolder(data, io) : namedFolder(data, io);
    const traces = { maxAgeMs: keptDays === undefined ? undefined : keptDays * DAY_MS, maxBytes };
    const garbage = await collectGarbage({ dataDir, spansUrl, trackingUrl, blobsUrl }, { traces, runs }, { isDryRun });
    if (hasTraceRules) sayTraces(garbage, isDryRun, io);
    for (const run of garbage.runs.planned ?? [])
      io.stdout.write(`${json === true ? JSON.stringify(run) : lineOf(run)}\n`);
    if (takesRunsOut(runs)) {
      say(io, `of ${garbage.runs.total} runs ${garbage.runs.tooOld} ${isDryRun ? 'would go' : 'went'} as too old`);
    }
    return 0;
  },
});

/** Such as `2026-10-02T08:00:00.000Z  ci  sad-owl-12  4f0c…  1,024 bytes  ended more than 30 days ago`. */
function lineOf({ runId, experiment, name, startMs, endMs, artifactBytes, reason }: PlannedRun): string {
  return [
    timeText(endMs ?? startMs),
    experiment,
    name,
    runId,
    `${artifactBytes.toLocaleString('en')} bytes`,
    reason,
  ].join('  ');
}

/** Clients may count in something that is beyond all dates. */
function timeText(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? `${ms} ms` : time.toISOString();
}

function sayTraces({ tooOld, tooMuch, total }: Garbage, isDryRun: boolean, io: Io): void {
  const verb = isDryRun ? 'would go' : 'went';
  // How many traces make up so many bytes is known once they are out.
  const over = `${isDryRun && tooMuch > 0 ? 'about ' : ''}${tooMuch}`;
  say(io, `of ${total} traces ${tooOld} ${verb} as too old, ${over} more as the store was too large`);
}

function runRules(
  given: { readonly 'run-days': string | undefined; experiments: string | undefined; 'keep-tags': string | undefined },
  { env }: Io,
): RunRules {
  const texts = {
    days: given['run-days'] ?? env.TRACEWRIGHT_RUN_RETENTION_DAYS,
    experiments: given.experiments ?? env.TRACEWRIGHT_RUN_RETENTION,
    keepTags: given['keep-tags'] ?? env.TRACEWRIGHT_KEEP_RUNS,
  };
  try {
    return parseRunRules(texts, { days: '--run-days', experiments: '--experiments', keepTags: '--keep-tags' });
  } catch (error) {
    if (error instanceof RangeError) throw usageError(error.message);
    throw error;
  }
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw usageError(`--${option} is a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
