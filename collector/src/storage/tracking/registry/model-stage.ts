import { ApiError } from '../../../errors.ts';

/** In the order of a model's life. */
export const MODEL_STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export type ModelStage = (typeof MODEL_STAGES)[number];

/** Stages in which a version is in use, so that one may take the place of another. */
export const ACTIVE_STAGES: readonly ModelStage[] = ['Staging', 'Production'];

/** A stage in any case of letters. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function parseStage(text: string): ModelStage {
  const stage = MODEL_STAGES.find((known) => known.toLowerCase() === text.toLowerCase());
  if (stage !== undefined) return stage;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Invalid Model Version stage: ${text}. Value must be one of ${MODEL_STAGES.join(', ')}.`,
  );
}
