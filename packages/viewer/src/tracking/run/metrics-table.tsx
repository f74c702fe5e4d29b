import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatQuery } from '../../url/query.ts';
import type { MlflowMetric } from '../api/runs.ts';
import { metricValue } from '../page/run-facts.tsx';
import { FindIn } from './find-in.tsx';
import { Nothing, Part } from './part.tsx';

export interface MetricsTableProps {
  readonly runId: string;
  readonly metrics: readonly MlflowMetric[];
}

/** The latest value of each metric; its name leads to its curve. */
export function MetricsTable({ runId, metrics }: MetricsTableProps): VNode {
  const [wanted, setWanted] = useState('');
  const found = metrics.filter(({ key }) => key.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Part
      title="Metrics"
      aside={<FindIn label="Find a metric" count={metrics.length} text={wanted} onText={setWanted} />}
    >
      {metrics.length === 0 ? (
        <Nothing>None was logged.</Nothing>
      ) : (
        <DataTable
          caption="Latest value of each metric"
          isCaptionHidden
          columns={[{ title: 'Metric' }, { title: 'Latest', isNumber: true }, { title: 'Step', isNumber: true }]}
          rows={found.map((metric) => [
            <Link key="name" href={`/runs/${runId}${formatQuery({ tab: 'curves', find: metric.key })}`}>
              {metric.key}
            </Link>,
            metricValue(metric),
            formatCount(metric.step),
          ])}
        />
      )}
    </Part>
  );
}
