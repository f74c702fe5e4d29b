import { type ListedRun, metricNumber } from '../runs/listed-run.ts';

/** Something by which runs are placed: a metric, or a parameter, of numbers or of names. */
export interface RunAxis {
  /** As the table of runs names its columns: `metrics.loss`. */
  readonly id: string;
  readonly name: string;
  /** Names in their order; undefined for numbers. */
  readonly categories: readonly string[] | undefined;
  /** Of each run, in their order: a number, the place of its name, or undefined. */
  readonly values: readonly (number | undefined)[];
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
/** More names than this cannot be told apart on an axis. */
const MAX_CATEGORIES = 40;

/** Axes that runs can be placed by, those that tell them apart: metrics first, then parameters. */
export function runAxes(runs: readonly ListedRun[]): readonly RunAxis[] {
  const metrics = [...new Set(runs.flatMap((run) => [...run.metrics.keys()]))].sort();
  const params = [...new Set(runs.flatMap((run) => [...run.params.keys()]))].sort();
  return [
    ...metrics.map((key) =>
      numbers(
        `metrics.${key}`,
        key,
        runs.map((run) => metricNumber(run, key)),
      ),
    ),
    ...params.flatMap((key) =>
      paramAxis(
        key,
        runs.map((run) => run.params.get(key)),
      ),
    ),
  ].filter(({ values }) => new Set(values.filter((value) => value !== undefined)).size > 1);
}

function paramAxis(key: string, texts: readonly (string | undefined)[]): readonly RunAxis[] {
  const known = texts.filter((text) => text !== undefined);
  const id = `params.${key}`;
  if (known.every((text) => NUMBER.test(text))) {
    return [
      numbers(
        id,
        key,
        texts.map((text) => (text === undefined ? undefined : Number(text))),
      ),
    ];
  }
  const categories = [...new Set(known)].sort();
  if (categories.length > MAX_CATEGORIES) return [];
  const places = new Map(categories.map((name, at) => [name, at]));
  return [
    { id, name: key, categories, values: texts.map((text) => (text === undefined ? undefined : places.get(text))) },
  ];
}

function numbers(id: string, name: string, values: readonly (number | undefined)[]): RunAxis {
  const finite = values.map((value) => (value !== undefined && Number.isFinite(value) ? value : undefined));
  return { id, name, categories: undefined, values: finite };
}

/** A value of an axis as it is written. */
export function axisText({ categories, values }: RunAxis, run: number): string {
  const value = values[run];
  if (value === undefined) return '–';
  return categories ? (categories[value] ?? '–') : String(Number(value.toPrecision(6)));
}
