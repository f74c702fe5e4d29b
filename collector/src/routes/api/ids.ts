import { ApiError } from '../../errors.ts';

/** @throws ApiError `INVALID_PARAMETER_VALUE` unless the text is 32 hex digits, not all zero. @returns it in lower case. */
export function parseTraceId(text: string): string {
  return parseId(text, 32, 'trace id');
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` unless the text is 16 hex digits, not all zero. @returns it in lower case. */
export function parseSpanId(text: string): string {
  return parseId(text, 16, 'span id');
}

function parseId(text: string, digits: number, what: string): string {
  if (text.length !== digits || !/^[0-9a-f]+$/i.test(text) || /^0+$/.test(text)) {
    const message = `a ${what} is ${digits} hex digits, not all zero`;
    throw new ApiError('INVALID_PARAMETER_VALUE', message);
  }
  return text.toLowerCase();
}
