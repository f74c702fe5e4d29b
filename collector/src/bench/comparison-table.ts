import type { Answer } from './ask-questions.ts';

/** What one store was found to do. */
export interface Compared {
  readonly name: string;
  /** Of sending spans; undefined where they were there already. */
  readonly sent?: {
    readonly spansPerSecond: number;
    /** Of all processes but the client. */
    readonly spansPerCpuSecond: number;
    /** The collector's part of the time of the processor, 0–1. */
    readonly collectorShare: number;
    readonly peakRssBytes: number;
  };
  readonly bytesPerSpan: number;
  readonly answers: readonly Answer[];
}

/** A table in Markdown with a column for each store. */
export function comparisonTable(stores: readonly Compared[]): string {
  const line = (what: string, cell: (of: Compared) => string): string => row([what, ...stores.map(cell)]);
  const ofSent = (cell: (sent: NonNullable<Compared['sent']>) => string) => (of: Compared) =>
    of.sent === undefined ? '' : cell(of.sent);
  const questions = new Set(stores.flatMap(({ answers }) => answers.map(({ what }) => what)));
  return [
    row(['', ...stores.map(({ name }) => name)]),
    row(['---', ...stores.map(() => '---')]),
    line(
      'spans a second',
      ofSent(({ spansPerSecond }) => count(spansPerSecond)),
    ),
    line(
      'spans per CPU second, all told',
      ofSent(({ spansPerCpuSecond }) => count(spansPerCpuSecond)),
    ),
    line(
      'of that time, the collector takes',
      ofSent(({ collectorShare }) => `${Math.round(100 * collectorShare)} %`),
    ),
    line(
      "collector's RSS at most",
      ofSent(({ peakRssBytes }) => `${Math.round(peakRssBytes / 2 ** 20)} MiB`),
    ),
    line('bytes a span on disk', ({ bytesPerSpan }) => bytesPerSpan.toFixed(0)),
    ...[...questions].map((what) =>
      line(`${what}: median, p95`, ({ answers }) => {
        const found = answers.find((answer) => answer.what === what);
        return found === undefined ? '' : `${found.medianMs.toFixed(1)}, ${found.p95Ms.toFixed(1)} ms`;
      }),
    ),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function count(of: number): string {
  return Math.round(of).toLocaleString('en');
}
