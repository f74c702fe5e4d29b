import { TracewrightError } from '../http/tracewright-error.ts';

/** What the address of a model says. */
export type ModelUri =
  | { readonly by: 'version'; readonly name: string; readonly version: number }
  | { readonly by: 'stage'; readonly name: string; readonly stage: string }
  /** `latest` is the highest version. */
  | { readonly by: 'alias'; readonly name: string; readonly alias: string }
  /** A logged model, whether registered or not. */
  | { readonly by: 'id'; readonly modelId: string }
  /** Files of a run. */
  | { readonly by: 'run'; readonly runId: string; readonly path: string };

/**
 * Reads `models:/name/3`, `models:/name/Production`, `models:/name/latest`, `models:/name@alias`, `models:/m-…` or
 * `runs:/id/path`.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE`
 */
export function parseModelUri(uri: string): ModelUri {
  const [, runId, path] = /^runs:\/{1,3}([^/]+)\/(.+?)\/*$/.exec(uri) ?? [];
  if (runId !== undefined && path !== undefined) return { by: 'run', runId, path };
  const [, name = '', suffix, alias] = /^models:\/([^/@]+)(?:\/([^/@]+)|@([^/@]+))?$/.exec(uri) ?? [];
  if (name === '') throw notAModel(uri);
  if (alias !== undefined) return { by: 'alias', name, alias };
  if (suffix === undefined) return { by: 'id', modelId: name };
  if (/^\d{1,9}$/.test(suffix)) return { by: 'version', name, version: Number(suffix) };
  return suffix.toLowerCase() === 'latest'
    ? { by: 'alias', name, alias: 'latest' }
    : { by: 'stage', name, stage: suffix };
}

function notAModel(uri: string): TracewrightError {
  return new TracewrightError(
    'INVALID_PARAMETER_VALUE',
    `${JSON.stringify(uri)} names no model: say models:/name/3, models:/name/Production, models:/name@alias, ` +
      'models:/name/latest or runs:/id/path',
  );
}
