import type { FeedbackValue } from '@tracewright/schema';
import type { Expectations } from '@tracewright/scoring';
import type { DataRow } from '../data/data-row.ts';

/** An answer with what people say of it. */
export interface LabelledRow<Inputs = unknown, Output = unknown, Expected = Expectations>
  extends DataRow<Inputs, Output, Expected> {
  readonly outputs: Output;
  /**
   * What a judge should say: a value as it gives one, or for judges of several things a value by name. True and false
   * stand for yes and no, and of a score that is a number for whether it passes.
   */
  readonly label: FeedbackValue | Readonly<Record<string, FeedbackValue>>;
}

/** What people and a judge say of the same row, as labels that can be compared. */
export interface LabelPair {
  readonly human: string;
  readonly judge: string;
}

/** One cell of the judge's, as far as labels go. */
interface JudgedCell {
  readonly value: FeedbackValue | null;
  readonly passed: boolean | null;
}

/** The label of a row for one name of a score; undefined where nobody has labelled that. */
export function humanLabel({ label }: LabelledRow, name: string): FeedbackValue | undefined {
  return typeof label === 'object' ? label[name] : label;
}

/** Brings what people and a judge say into the same words; undefined where the judge says nothing. */
export function labelPair(human: FeedbackValue, { value, passed }: JudgedCell): LabelPair | undefined {
  if (value === null) return undefined;
  if (typeof human !== 'boolean' || isYesOrNo(value)) return { human: labelText(human), judge: labelText(value) };
  return passed === null ? undefined : { human: labelText(human), judge: labelText(passed) };
}

function isYesOrNo(value: FeedbackValue): boolean {
  return typeof value === 'boolean' || value === 'yes' || value === 'no';
}

function labelText(value: FeedbackValue): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
