import type { Run } from '@tracewright/client';

/** What can be shown of a run, by the names of the search language: `params.model`, `metrics.accuracy`, `tags.team`. */
export function runValue(run: Run, name: string): string {
  const [kind, key] = splitName(name);
  if (kind === 'metrics') return metricText(run.metrics[key]);
  if (kind === 'params' || kind === 'tags') return run[kind][key] ?? '';
  return '';
}

/** Whether a name is one of those that {@link runValue} knows. */
export function isRunValue(name: string): boolean {
  const [kind, key] = splitName(name);
  return key !== '' && (kind === 'metrics' || kind === 'params' || kind === 'tags');
}

/** Parameters and metrics that any of the runs has, those that the most have first; metrics of the machine come last. */
export function valueNames(runs: readonly Run[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { params, metrics } of runs) {
    const names = [
      ...Object.keys(params).map((key) => `params.${key}`),
      ...Object.keys(metrics).map((key) => `metrics.${key}`),
    ];
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const isOfMachine = (name: string): number => Number(name.startsWith('metrics.system/'));
  return [...counts].sort(([a, ofA], [b, ofB]) => isOfMachine(a) - isOfMachine(b) || ofB - ofA).map(([name]) => name);
}

/** A run as programs read it; NaN and the infinities, which JSON lacks, are texts. */
export function runJson(run: Run): object {
  const metrics = Object.entries(run.metrics).map(([key, value]) => [
    key,
    Number.isFinite(value) ? value : String(value),
  ]);
  return { ...run, metrics: Object.fromEntries(metrics) };
}

function splitName(name: string): readonly [string, string] {
  const dot = name.indexOf('.');
  return [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
}

/** Six digits are enough to compare by; all of them are in the JSON. */
function metricText(value: number | undefined): string {
  if (value === undefined) return '';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
