import type { VNode } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { Canvas } from './chart/canvas.tsx';
import { ChartCard } from './chart/chart-card.tsx';
import type { ChartTheme } from './chart/chart-theme.ts';
import { placed, type ScatterAxis, scatterOption } from './chart/scatter-option.ts';
import { formatFigure } from './figure.ts';
import type { ModelPoint } from './model-point.ts';

const HEIGHT_PX = 240;

export interface ScatterCardProps {
  readonly title: string;
  readonly points: readonly ModelPoint[];
  readonly axes: readonly [ScatterAxis, ScatterAxis];
  readonly hrefOf: (point: ModelPoint) => string;
}

/** Models by two of their figures; each opens the traces that called it. */
export function ScatterCard({ title, points, axes, hrefOf }: ScatterCardProps): VNode {
  const [, navigate] = useLocation();
  const providers = useMemo(() => [...new Set(points.map(({ provider }) => provider))], [points]);
  const option = useCallback(
    (theme: ChartTheme) => scatterOption(points, providers, axes, theme),
    [points, providers, axes],
  );
  const open = (index: number, series: number | undefined) => {
    const point = series === undefined ? undefined : placed(points, providers[series] ?? null, ...axes)[index];
    if (point) navigate(hrefOf(point));
  };
  return (
    <ChartCard
      title={title}
      note="per model, as large as it is called often"
      legend={providers.map((provider) => ({ name: provider ?? 'no provider' }))}
      table={() => ({
        columns: [
          { title: 'Model' },
          { title: 'Provider' },
          { title: 'Calls', isNumber: true },
          ...axes.map(({ name }) => ({ title: name, isNumber: true })),
        ],
        rows: points.map((point) => [
          <Link key="model" href={hrefOf(point)}>
            {point.model}
          </Link>,
          point.provider ?? '–',
          formatFigure('count', point.calls),
          ...axes.map(({ unit, read }) => formatFigure(unit, read(point))),
        ]),
      })}
    >
      <Canvas
        label={`${title} of each model, as a chart; the table has its numbers`}
        heightPx={HEIGHT_PX}
        option={option}
        onOpen={open}
      />
    </ChartCard>
  );
}
