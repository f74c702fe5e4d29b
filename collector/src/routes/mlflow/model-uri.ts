import { ApiError } from '../../errors.ts';

/** What an address such as `models:/name/3` names: a logged model, or a version of a registered one. */
export type ModelUri =
  | { readonly by: 'id'; readonly modelId: string }
  | { readonly by: 'version'; readonly name: string; readonly version: number }
  | { readonly by: 'stage'; readonly name: string; readonly stage: string }
  | { readonly by: 'alias'; readonly name: string; readonly alias: string };

/** Reads `models:/…`. `latest` is an alias like any other. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function parseModelUri(uri: string): ModelUri {
  const [, path = ''] = /^models:\/([^/].*)$/.exec(uri) ?? [];
  const [first = '', suffix, ...rest] = path.split('/');
  if (first.trim() === '' || rest.length > 0 || suffix?.trim() === '') throw improper(uri);
  if (suffix !== undefined) {
    if (/^\d{1,9}$/.test(suffix)) return { by: 'version', name: first, version: Number(suffix) };
    if (suffix.toLowerCase() === 'latest') return { by: 'alias', name: first, alias: 'latest' };
    return { by: 'stage', name: first, stage: suffix };
  }
  const at = first.lastIndexOf('@');
  if (at < 0) return { by: 'id', modelId: first };
  if (at === 0 || at === first.length - 1) throw improper(uri);
  return { by: 'alias', name: first.slice(0, at), alias: first.slice(at + 1) };
}

function improper(uri: string): ApiError {
  return new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Not a proper models:/ URI: ${uri}. Models URIs must be of the form 'models:/name/suffix' or 'models:/name@alias' ` +
      "where suffix is a version, stage, or the string 'latest' and where alias is a registered model alias. Only one " +
      'of suffix or alias can be defined at a time.',
  );
}
