export { autolog } from './autolog.ts';
export type { AutologOptions, OtlpProtocol } from './options.ts';
export type { Tracing } from './tracing.ts';
