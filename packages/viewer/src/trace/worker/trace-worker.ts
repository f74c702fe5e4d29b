import { criticalPath, timeBreakdown, whatIf, whatIfCost } from '@tracewright/attribution';
import type { TraceSkeleton } from '@tracewright/schema';
import { buildTraceModel } from '../model/build-trace-model.ts';
import { stepsOf } from '../steps/steps-of.ts';
import type { QuestionName, Questions, WorkerAnswer, WorkerRequest } from './messages.ts';
import { transferables } from './transferables.ts';

const ANSWERS: { readonly [Name in QuestionName]: (asked: Questions[Name]['asks']) => Questions[Name]['answers'] } = {
  model: ({ bytes }) => buildTraceModel(JSON.parse(new TextDecoder().decode(bytes)) as TraceSkeleton),
  steps: ({ model }) => stepsOf(model),
  whatIf: ({ columns, costUsd, changes }) => {
    const { trace, totalUs } = whatIf(columns, changes);
    return {
      totalUs,
      cost: whatIfCost(columns, costUsd, changes),
      breakdown: timeBreakdown(trace, criticalPath(trace)),
    };
  },
};

addEventListener('message', ({ data: { id, name, asked } }: MessageEvent<WorkerRequest>) => {
  const startMs = performance.now();
  try {
    const answer = (ANSWERS[name] as (asked: unknown) => Questions[QuestionName]['answers'])(asked);
    send({ id, answer, tookMs: performance.now() - startMs }, transferables(answer));
  } catch (error) {
    send({ id, failure: String(error) }, []);
  }
});

function send(answer: WorkerAnswer, owned: Transferable[]): void {
  postMessage(answer, { transfer: owned });
}
