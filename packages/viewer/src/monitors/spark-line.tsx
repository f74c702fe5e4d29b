import type { VNode } from 'preact';
import style from './monitors.module.css';

export interface SparkLineProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  /** In order of time; null leaves a gap. */
  readonly values: readonly (number | null)[];
  /** What must not be crossed. */
  readonly limit?: number | undefined;
  /** Places at which something is marked. */
  readonly marked?: readonly boolean[];
  readonly isLarge?: boolean;
}

const HEIGHT = 100;

/** A line of values from the least to the greatest of them. */
export function SparkLine({ label, values, limit, marked = [], isLarge = false }: SparkLineProps): VNode {
  const known = values.filter((value) => value !== null);
  const all = limit === undefined ? known : [...known, limit];
  const [least, greatest] = [Math.min(...all), Math.max(...all)];
  const width = Math.max(1, values.length - 1);
  const y = (value: number): number =>
    greatest === least ? HEIGHT / 2 : HEIGHT - 4 - ((value - least) / (greatest - least)) * (HEIGHT - 8);
  return (
    <svg
      class={isLarge ? style.chart : style.spark}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {marked.map(
        (isMarked, at) =>
          isMarked && <rect key={at} class={style.fired} x={at - 0.5} y={0} width={1} height={HEIGHT} />,
      )}
      {limit !== undefined && known.length > 0 && (
        <line class={style.limit} x1={0} x2={width} y1={y(limit)} y2={y(limit)} />
      )}
      <path class={style.line} d={pathOf(values, y)} />
    </svg>
  );
}

/** Each unbroken run of values is a line; one by itself is as long as can be seen. */
function pathOf(values: readonly (number | null)[], y: (value: number) => number): string {
  let path = '';
  values.forEach((value, at) => {
    if (value === null) return;
    const isGoingOn = at > 0 && values[at - 1] !== null;
    const isAlone = !isGoingOn && (values[at + 1] ?? null) === null;
    path += `${isGoingOn ? 'L' : 'M'}${at} ${y(value)}${isAlone ? `h0.5` : ''}`;
  });
  return path;
}
