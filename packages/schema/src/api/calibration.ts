/** An estimate with its confidence interval; ends are null where too little was measured. */
export interface EstimateJson {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How far a judge's word goes for one of its scores: the artifact `calibration.json` of a calibration. */
export interface ScoreCalibration {
  /** Of the score. */
  readonly name: string;
  /** Rows that people have labelled and the judge has judged. */
  readonly rows: number;
  /** Rows on which the judge has failed, by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Share of rows on which judge and people say the same. */
  readonly agreement: EstimateJson;
  /** Agreement beyond chance (Cohen's kappa); null where labels are too many to be a scale. */
  readonly kappa: EstimateJson;
  /** `quadratic` where labels are numbers: there a near miss counts less. */
  readonly kappaWeights: 'none' | 'quadratic';
  /** Of ranks, where labels are numbers (Spearman); else null. */
  readonly correlation: number | null;
  /** Labels in order, and how often people (rows) and judge (columns) said which; empty where they are too many. */
  readonly labels: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  /** Share of rows of which the judge says the same every time; null where it was asked once. */
  readonly stability: EstimateJson | null;
  /** How the wrong verdicts lean: the mean of judge minus people, where labels are numbers or yes and no; else null. */
  readonly bias: EstimateJson | null;
}

/** For judges of pairs: whether the place decides. */
export interface PositionBias {
  /** Pairs judged in both orders. */
  readonly pairs: number;
  /** Pairs in which the verdict moved with the order, towards the first or the second place. */
  readonly first: number;
  readonly second: number;
  /** Share of pairs in which the verdict held. */
  readonly consistency: EstimateJson;
  /** How likely it is by chance that so many of the moved ones went one way. */
  readonly p: number;
}

/** What measuring a judge against people's labels has shown. */
export interface JudgeCalibration {
  readonly judge: string;
  readonly fingerprint: string;
  readonly model: string;
  /** How often each row was judged. */
  readonly repeats: number;
  readonly scores: readonly ScoreCalibration[];
  /** Null for judges that see one answer at a time. */
  readonly positionBias: PositionBias | null;
  /** Calls of the model, their tokens, and USD; null: unpriced. */
  readonly calls: number;
  readonly tokens: number;
  readonly costUsd: number | null;
}
