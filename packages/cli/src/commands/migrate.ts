import { type MigrationEvent, type MigrationPlan, migrateStores, StoreError } from '@tracewright/collector';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { CopiedFiles } from '../server/copied-files.ts';
import { CopyProgress } from '../server/copy-progress.ts';
import { FOLDER_OPTION, namedFolder, storeFolder } from '../server/store-folder.ts';

/** The variables that let a collector work on a store elsewhere, by the option that copies it there. */
const SETTINGS = { to: 'TRACEWRIGHT_SPANS_URL', tracking: 'TRACEWRIGHT_TRACKING_URL', blobs: 'TRACEWRIGHT_BLOBS' };

const FIRST_LETTERS = 12;

/** Between the folder of embedded stores and stores on other machines; a collector may be running meanwhile. */
export const migrate: Command = command({
  name: 'migrate',
  says: 'Copy the stores of a folder to ClickHouse, Postgres and S3, or back; again goes on where it ended.',
  operands: '',
  options: {
    ...FOLDER_OPTION,
    to: { value: 'clickhouse://…', says: 'copy traces there' },
    from: { value: 'clickhouse://…', says: 'copy traces back from there; the other parts, too, go back then' },
    tracking: { value: 'postgres://…', says: 'copy experiments, runs, models and all else that is no trace or file' },
    blobs: { value: 's3://…', says: 'copy files and large contents' },
    back: { says: 'copy into the folder, also where --from is not given' },
    'max-rate': {
      value: 'bytes',
      says: 'that are written a second at most, such as 8000000; default: as many as can be',
    },
    final: { says: 'the last time, once the collector is stopped: all is to be the same then' },
  },
  async run({ data, to, from, tracking, blobs, back, final, 'max-rate': maxRate }, _, io) {
    if (to !== undefined && from !== undefined) throw usageError('say --to or --from');
    if (to !== undefined && back === true) throw usageError('--back goes with --from');
    if ((to ?? from ?? tracking ?? blobs) === undefined) throw usageError('say --to, --tracking, --blobs or several');
    const isBack = back === true || from !== undefined;
    const plan: MigrationPlan = {
      dataDir: isBack ? namedFolder(data, io) : storeFolder(data, io),
      spansUrl: place('to or --from', to ?? from, 'clickhouse:'),
      trackingUrl: place('tracking', tracking, 'postgres:', 'postgresql:'),
      blobsUrl: place('blobs', blobs, 's3:'),
      otherTrackingUrl: io.env.TRACEWRIGHT_TRACKING_URL || undefined,
      isBack,
      isFinal: final === true,
      maxBytesASecond: bytesASecond(maxRate),
    };
    const { differences, isComplete } = await migrateStores(plan, tellingTo(io)).catch(said);
    if (!isComplete) {
      const rest = differences === 0 ? 'nothing has changed since' : `${differences} things changed meanwhile`;
      say(io, `caught up; ${rest}. To switch over, stop the collector and say the same with --final.`);
      return 0;
    }
    say(io, 'all is the same. Start the collector with');
    for (const [option, value] of Object.entries({ to: to ?? from, tracking, blobs })) {
      const setting = SETTINGS[option as keyof typeof SETTINGS];
      if (value !== undefined) say(io, plan.isBack ? `  ${setting} unset` : `  ${setting}=${withoutPassword(value)}`);
    }
    return 0;
  },
});

function place(option: string, value: string | undefined, ...protocols: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  throw usageError(`--${option} is an address such as ${protocols[0]}//…`);
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '…';
  return decodeURI(shown.href);
}

/** There is no collector that could be asked for this instead, as other commands are told where a store is in use. */
function said(error: unknown): never {
  if (error instanceof StoreError) throw new CommandError(error.message, 1, { cause: error });
  throw error;
}

function bytesASecond(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(given)) return Number(given);
  throw usageError('--max-rate is a whole number of bytes a second, such as 8000000');
}

/** Results as lines of one form, for eyes and for `grep` alike; of what takes long, how far it is. */
function tellingTo(io: Io): (event: MigrationEvent) => void {
  let traces = new CopyProgress(0);
  const files = new CopiedFiles();
  const sayIf = (line: string | undefined): void => {
    if (line !== undefined) say(io, line);
  };
  return (event) => {
    if (event.kind === 'begin') {
      const { traces: all, spans, tracesThere } = event;
      const there = tracesThere > 0 ? `, ${tracesThere.toLocaleString('en')} of them at the target already` : '';
      say(io, `${all.toLocaleString('en')} traces with ${spans.toLocaleString('en')} spans${there}`);
      traces = new CopyProgress(Math.max(0, all - tracesThere));
    } else if (event.kind === 'traces') sayIf(traces.add(event.traces, event.spans));
    else if (event.kind === 'file') sayIf(files.add(event.bytes));
    else sayEvent(event, io);
  };
}

function sayEvent(event: Exclude<MigrationEvent, { readonly kind: 'begin' | 'traces' | 'file' }>, io: Io): void {
  switch (event.kind) {
    case 'events':
      say(io, `copied ${event.events} events of ${event.workspaceId} that came apart from their spans`);
      break;
    case 'events gone':
      say(io, `took away ${event.events} events of ${event.workspaceId} that are not at the source any more`);
      break;
    case 'day': {
      const { day, traces, spans, sourceSha256, targetSha256, ...found } = event.day;
      const name = `${event.workspaceId} ${day}`;
      say(io, `${name}  ${traces} traces  ${spans} spans  ${verdict(found, sourceSha256, targetSha256)}`);
      break;
    }
    case 'spans': {
      const { workspaceId, spans, sha256 } = event.sums;
      say(io, `spans of ${workspaceId}  ${spans} spans  ${verdict({ written: 0, deleted: 0 }, sha256, sha256)}`);
      break;
    }
    case 'table': {
      const { table, rows, sourceSha256, targetSha256, ...found } = event.table;
      say(io, `table ${table}  ${rows} rows  ${verdict(found, sourceSha256, targetSha256)}`);
      break;
    }
    case 'files': {
      const { workspaceId, files, bytes, sha256, ...found } = event.files;
      say(io, `files of ${workspaceId}  ${files} files  ${bytes} bytes  ${verdict(found, sha256, sha256)}`);
    }
  }
}

function verdict(
  { written, deleted }: { readonly written: number; readonly deleted: number },
  sourceSha256: string,
  targetSha256: string,
): string {
  if (written + deleted > 0) return `${written} copied, ${deleted} taken away`;
  return sourceSha256 === targetSha256 ? `same ${sourceSha256.slice(0, FIRST_LETTERS)}` : 'not the same';
}
