import { PROMPT_TAG } from '@tracewright/schema';
import { ApiError } from '../../errors.ts';
import { checkKey, checkValue } from './key-rules.ts';

const MAX_TAG_VALUE = 100_000;
const MAX_ALIAS = 255;

/**
 * Checks the name of a registered model or prompt, which also stands in addresses.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` in MLflow's words.
 */
export function checkModelName(name: string, field = 'name'): void {
  if (name.trim() === '') throw invalid(`Missing value for required parameter '${field}'.`);
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  if (name === '.' || name.startsWith('..')) {
    throw invalid(
      `Invalid value "${name}" for parameter 'name' supplied: Names may be treated as files in certain cases, and ` +
        `must not resolve to other names when treated as such. This name would resolve to '${name}'`,
    );
  }
}

/** The number that a version is. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function parseVersion(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid(`Parameter 'version' must be an integer, got '${text}'.`);
}

/** Checks a tag of a model or version. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function checkRegistryTag(key: string, value: string): void {
  checkKey('tag', key);
  if (key === PROMPT_TAG.text && value.length > MAX_TAG_VALUE) {
    throw invalid(`Prompt text exceeds max length of ${MAX_TAG_VALUE} characters.`);
  }
  checkValue('value', value, MAX_TAG_VALUE);
}

/** Checks the name of an alias that is looked up or removed. @throws ApiError `INVALID_PARAMETER_VALUE` */
export function checkAlias(alias: string): void {
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias)) {
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  }
  checkValue('Registered model alias name', alias, MAX_ALIAS);
}

/** Checks the name of an alias that is set: it may not look like what finds versions otherwise. */
export function checkNewAlias(alias: string): void {
  checkAlias(alias);
  if (alias.toLowerCase() === 'latest') throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
