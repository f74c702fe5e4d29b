/** Tags of runs that are evaluations. */
export const EVALUATION_TAG: {
  /** MLflow's; of an evaluation it is {@link EVALUATION_RUN_TYPE}. */
  readonly runType: string;
  /** Id of the run that it was compared with. */
  readonly baseline: string;
  /** Of a calibration: the judge that was measured. */
  readonly judge: string;
  readonly judgeFingerprint: string;
} = {
  runType: 'mlflow.runType',
  baseline: 'tracewright.evaluation.baseline',
  judge: 'tracewright.judge',
  judgeFingerprint: 'tracewright.judge.fingerprint',
};

/** As `mlflow.genai.evaluate` names its runs. */
export const EVALUATION_RUN_TYPE = 'genai_evaluate';

/** Type of runs that measure a judge against people's labels. */
export const CALIBRATION_RUN_TYPE = 'tracewright_calibration';

/** Metadata of those assessments that are scores of an evaluation. */
export const SCORE_METADATA: {
  /** MLflow's: id of the run. */
  readonly run: string;
  /** Key of the row; ours alone have it. */
  readonly row: string;
  readonly trial: string;
  /** `true`, `false`, or not there: no line is drawn between good and bad. */
  readonly passed: string;
} = {
  run: 'mlflow.assessment.sourceRunId',
  row: 'tracewright.evaluation.row',
  trial: 'tracewright.evaluation.trial',
  passed: 'tracewright.evaluation.passed',
};
