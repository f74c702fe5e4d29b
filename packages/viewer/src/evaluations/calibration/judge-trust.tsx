import { type EvaluationGrid, judgeFingerprint } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useAsked } from '../../api/use-answer.ts';
import { findCalibrations } from './calibrations-api.ts';
import { JudgeNote } from './judge-note.tsx';
import style from './judge-trust.module.css';

/** What measuring the judges of an evaluation against people has shown; nothing where it has none of ours. */
export function JudgeTrust({ grid }: { readonly grid: EvaluationGrid }): VNode | null {
  const judges = grid.scores.flatMap(({ name, source }) => {
    const fingerprint = source.kind === 'judge' ? judgeFingerprint(source.id) : undefined;
    return fingerprint === undefined ? [] : [{ name, fingerprint }];
  });
  const fingerprints = [...new Set(judges.map(({ fingerprint }) => fingerprint))];
  const question = fingerprints.length === 0 ? undefined : fingerprints.join();
  const found = useAsked(question, (abort) => findCalibrations(fingerprints, abort)).value;
  if (found === undefined || judges.length === 0) return null;
  return (
    <p class={style.trust}>
      <b>Judges</b>
      {judges.map(({ name, fingerprint }) => (
        <JudgeNote key={name} name={name} found={found.get(fingerprint)} />
      ))}
    </p>
  );
}
