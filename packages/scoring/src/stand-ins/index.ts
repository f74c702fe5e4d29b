export type { ScriptedModel } from './scripted-model.ts';
export { materialOf, scoreContext, scoredRow, scriptedModel } from './scripted-model.ts';
