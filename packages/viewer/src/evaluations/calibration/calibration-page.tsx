import type { EstimateJson, JudgeCalibration, PositionBias, ScoreCalibration } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAsked } from '../../api/use-answer.ts';
import { formatCount, formatUsd } from '../../format/number.ts';
import { formatScore } from '../../format/score.ts';
import { formatShare } from '../../format/share.ts';
import { getRun } from '../../tracking/api/runs.ts';
import { Moment } from '../../tracking/page/run-facts.tsx';
import { TrackingPage } from '../../tracking/page/tracking-page.tsx';
import { Unanswered } from '../../tracking/page/unanswered.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import style from './calibration-page.module.css';
import { readCalibration } from './calibrations-api.ts';
import { ConfusionTable } from './confusion-table.tsx';
import { kappaWorth } from './kappa-worth.ts';

/** `/calibrations/:id`: how far a judge agrees with people. */
export function CalibrationPage({ runId }: { readonly runId: string }): VNode {
  const answer = useAsked(`calibration ${runId}`, async (abort) => ({
    run: await getRun(runId, abort),
    calibration: await readCalibration(runId, abort),
  }));
  if (answer.value?.calibration === undefined) return <Unanswered answer={answer} what="calibration" />;
  const { run, calibration } = answer.value;
  const { judge, model, fingerprint, repeats, scores, positionBias } = calibration;
  return (
    <TrackingPage
      title={`The judge ${judge}, measured`}
      above={<Link href="/evals">Evaluations</Link>}
      facts={
        <>
          <span>{model}</span>
          <Moment ms={run.info.start_time} />
          <span>{repeats === 1 ? 'each row judged once' : `each row judged ${formatCount(repeats)} times`}</span>
          <span>{costText(calibration)}</span>
          <code title="hash of prompt, schema, model and parameters">{fingerprint}</code>
          <Link href={`/runs/${runId}`}>the run</Link>
        </>
      }
    >
      <div class={style.scores}>
        {scores.map((score) => (
          <ScorePart key={score.name} score={score} />
        ))}
        {positionBias && <PositionPart bias={positionBias} />}
      </div>
    </TrackingPage>
  );
}

function ScorePart({ score }: { readonly score: ScoreCalibration }): VNode {
  const { name, rows, errors, agreement, kappa, kappaWeights, correlation, stability, bias } = score;
  const failed = Object.entries(errors);
  const worth = kappa.estimate === null ? '' : `, ${kappaWorth(kappa.estimate)}`;
  return (
    <Section title={name} lead={`${formatCount(rows)} rows that people have labelled and the judge has judged.`}>
      <Facts
        facts={[
          ['Says the same as people', estimateText(agreement, formatShare)],
          [
            kappaWeights === 'quadratic' ? 'Kappa, quadratic weights' : 'Kappa, agreement beyond chance',
            `${estimateText(kappa, formatScore)}${worth}`,
          ],
          ...(correlation === null ? [] : [['Correlation of ranks', formatScore(correlation)] as const]),
          ['Says the same every time', stability === null ? 'asked once' : estimateText(stability, formatShare)],
          ...(bias === null ? [] : [['Judge minus people', estimateText(bias, formatScore)] as const]),
          ...(failed.length === 0
            ? []
            : [['Failed', failed.map(([code, count]) => `${formatCount(count)} × ${code}`).join(', ')] as const]),
        ]}
      />
      <ConfusionTable labels={score.labels} confusion={score.confusion} />
    </Section>
  );
}

function PositionPart({ bias: { pairs, first, second, consistency, p } }: { readonly bias: PositionBias }): VNode {
  return (
    <Section title="Order of the answers" lead={`${formatCount(pairs)} pairs, judged in both orders.`}>
      <Facts
        facts={[
          ['Verdict held', estimateText(consistency, formatShare)],
          ['Moved towards the first place', formatCount(first)],
          ['Moved towards the second place', formatCount(second)],
          ['By chance', `p = ${formatScore(p)}`],
        ]}
      />
    </Section>
  );
}

function estimateText({ estimate, low, high }: EstimateJson, format: (value: number) => string): string {
  if (estimate === null) return 'too little was measured';
  return low === null || high === null
    ? format(estimate)
    : `${format(estimate)} (95 %: ${format(low)} to ${format(high)})`;
}

function costText({ calls, tokens, costUsd }: JudgeCalibration): string {
  const cost = costUsd === null ? 'unpriced' : formatUsd(costUsd);
  return `${formatCount(calls)} calls, ${formatCount(tokens)} tokens, ${cost}`;
}
