import { type FeedbackValue, type JsonValue, judgeSourceId } from '@tracewright/schema';
import type { Scorer } from '../scorers/scorer.ts';
import { type AnswerShape, readAnswer } from './answer/answer-shape.ts';
import { askJudge } from './ask-judge.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { JudgeModel } from './model/judge-model.ts';
import type { JudgePrompt } from './prompt/judge-prompt.ts';

/** What every judge is told beside what it judges. */
export interface JudgeOptions {
  /** Which model judges. */
  readonly model: JudgeModel;
  /** Of its scores. Default: what the judge judges. */
  readonly name?: string;
  /** Default 0. */
  readonly temperature?: number;
  /** For providers that know one. */
  readonly seed?: number;
}

/** A scorer whose verdicts are a model's. */
export interface Judge extends Scorer {
  /** 16 hex digits that change with its prompt, its schema, its model and its parameters. */
  readonly fingerprint: string;
  /** Name of the model that it asks. */
  readonly model: string;
}

/** What a judge judges, and how its answers are read. */
export interface JudgeDefinition {
  readonly name: string;
  readonly prompt: JudgePrompt;
  readonly shape: AnswerShape;
  readonly direction?: 'higher' | 'lower';
  readonly range?: readonly [number, number];
  /** Of its scores, where there are several. */
  readonly names?: readonly string[];
  passes?(value: FeedbackValue): boolean;
}

/** Makes the scorer of a definition. */
export function makeJudge(definition: JudgeDefinition, { model, temperature = 0, seed }: JudgeOptions): Judge {
  const { name, prompt, shape, direction = 'higher', range, names, passes } = definition;
  const record = {
    judge: name,
    model: model.name,
    parameters: { temperature, seed: seed ?? null, ...model.settings },
    prompt: prompt.system,
    schema: shape.schema as JsonValue,
  };
  const fingerprint = fingerprintOf(record);
  return {
    name,
    source: { kind: 'judge', id: judgeSourceId(model.name, fingerprint) },
    direction,
    fingerprint,
    model: model.name,
    ...(range !== undefined && { range }),
    ...(names !== undefined && { names }),
    ...(passes !== undefined && { passes }),
    describe: () => ({ ...record, fingerprint }),
    score: async (row, context) =>
      askJudge(
        {
          judge: name,
          fingerprint,
          model,
          messages: prompt.messages(row),
          schema: shape.schema,
          temperature,
          seed,
          read: (value) => readAnswer(shape, value, row),
        },
        context,
      ),
  };
}
