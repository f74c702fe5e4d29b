export { autolog } from './autolog.ts';
export type { Dialect } from './export/dialects/dialect.ts';
export type { FeedbackInput, FeedbackSubject, ScoreOptions } from './feedback/feedback.ts';
export { feedback, score } from './feedback/feedback.ts';
export type { AutologOptions, Destination, OtlpProtocol } from './options.ts';
export { activeStep, getActiveTraceId, traceUrl } from './steps/active-trace.ts';
export type { StepOptions } from './steps/step-options.ts';
export { trace } from './steps/trace.ts';
export type { TraceStep } from './steps/trace-step.ts';
export type { MethodDecorator } from './steps/traced.ts';
export { traced } from './steps/traced.ts';
export type { PromptRef } from './steps/with-values.ts';
export {
  withMetadata,
  withPrompt,
  withRun,
  withSession,
  withTags,
  withUser,
  withVariant,
} from './steps/with-values.ts';
export type { FlushOptions, Tracing } from './tracing.ts';
