import { TracewrightError } from '../http/tracewright-error.ts';

/** Which version of a prompt is meant. */
export type PromptPlace =
  | { readonly name: string; readonly version: number }
  | { readonly name: string; readonly alias: string };

/**
 * Reads `prompts:/name/3`, `prompts:/name@alias`, or the same without `prompts:/`; a name alone means its latest version.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE`
 */
export function parsePromptUri(uri: string): PromptPlace {
  const place = uri.replace(/^prompts:\/{1,3}/, '');
  const [, name = '', version, alias] = /^([^/@:]+)(?:\/(\d{1,9})|@([^/@]+))?$/.exec(place) ?? [];
  if (version !== undefined) return { name, version: Number(version) };
  if (name !== '') return { name, alias: alias ?? 'latest' };
  throw new TracewrightError(
    'INVALID_PARAMETER_VALUE',
    `${JSON.stringify(uri)} names no prompt: say prompts:/name/3 or prompts:/name@alias`,
  );
}
