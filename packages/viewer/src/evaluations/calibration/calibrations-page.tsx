import { CALIBRATION_RUN_TYPE, EVALUATION_TAG } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatCount } from '../../format/number.ts';
import style from '../../monitors/monitors.module.css';
import { type MlflowRun, searchRuns } from '../../tracking/api/runs.ts';
import { MoreButton } from '../../tracking/page/more-button.tsx';
import { Moment, metricValue, RunStatus } from '../../tracking/page/run-facts.tsx';
import { TrackingPage } from '../../tracking/page/tracking-page.tsx';
import { Unanswered } from '../../tracking/page/unanswered.tsx';
import { usePages } from '../../tracking/page/use-pages.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { experimentNames } from '../evaluations-api.ts';

const PAGE = 100;
const IS_CALIBRATION = `tags.\`${EVALUATION_TAG.runType}\` = '${CALIBRATION_RUN_TYPE}'`;
/** What a measurement logs of each score, as far as a list has room. */
const SHOWN = [
  ['/agreement', 'agreement'],
  ['/kappa', 'kappa'],
] as const;

/** `/calibrations`: judges that were measured against people, the newest first. */
export function CalibrationsPage(): VNode {
  const experiments = useAsked('experiments', experimentNames);
  const names = experiments.value;
  const pages = usePages(`${names === undefined}`, async (after) =>
    names === undefined
      ? { items: [], nextToken: undefined }
      : searchRuns(
          { experimentIds: [...names.keys()], filter: IS_CALIBRATION, order: undefined, isDeleted: false },
          PAGE,
          after,
        ),
  );
  const answer = names === undefined ? experiments : pages.answer;
  const isLoaded = names !== undefined && pages.answer.isCurrent;
  return (
    <TrackingPage title="Calibrations" isWide above={<Link href="/evals">Evaluations</Link>}>
      {!isLoaded && pages.items.length === 0 && <Unanswered answer={answer} what="calibration" />}
      {isLoaded && pages.items.length === 0 && (
        <p class={style.none}>
          No judge was measured yet: <code>calibrate(judge, labelled)</code> of @tracewright/evaluate says how far one
          agrees with people.
        </p>
      )}
      {pages.items.length > 0 && (
        <DataTable
          caption="Calibrations"
          isCaptionHidden
          columns={[
            { title: 'Judge' },
            { title: 'Fingerprint', isMinor: true },
            { title: 'Status', isMinor: true },
            { title: 'Measured', isMinor: true },
            { title: 'Rows', isNumber: true },
            { title: 'What came of it' },
          ]}
          rows={pages.items.map((run) => [
            <Link key="judge" href={`/calibrations/${run.info.run_id}`}>
              {tagOf(run, EVALUATION_TAG.judge) ?? run.info.run_name}
            </Link>,
            <code key="fingerprint">{tagOf(run, EVALUATION_TAG.judgeFingerprint) ?? '–'}</code>,
            <RunStatus key="status" status={run.info.status} />,
            <Moment key="at" ms={run.info.start_time} />,
            rowsOf(run),
            figuresOf(run),
          ])}
        />
      )}
      <MoreButton pages={pages} noun="calibrations" />
    </TrackingPage>
  );
}

function tagOf({ data }: MlflowRun, key: string): string | undefined {
  return data.tags?.find((tag) => tag.key === key)?.value;
}

function rowsOf({ data }: MlflowRun): string {
  const rows = data.params?.find(({ key }) => key === 'rows')?.value;
  return rows === undefined ? '–' : formatCount(Number(rows));
}

function figuresOf({ data }: MlflowRun): string {
  const said = (data.metrics ?? []).flatMap((metric) =>
    SHOWN.filter(([end]) => metric.key.endsWith(end)).map(
      ([end, name]) => `${metric.key.slice(0, -end.length)}: ${name} ${metricValue(metric)}`,
    ),
  );
  return said.length === 0 ? '–' : said.join(', ');
}
