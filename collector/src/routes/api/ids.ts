import { ApiError } from '../../errors.ts';

/** @throws ApiError `INVALID_PARAMETER_VALUE` unless the text is 32 lower-case hex digits, not all zero. */
export function parseTraceId(text: string): string {
  return parseId(text, 32, 'trace id');
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` unless the text is 16 lower-case hex digits, not all zero. */
export function parseSpanId(text: string): string {
  return parseId(text, 16, 'span id');
}

function parseId(text: string, digits: number, what: string): string {
  if (text.length !== digits || !/^[0-9a-f]+$/.test(text) || /^0+$/.test(text)) {
    const message = `a ${what} is ${digits} lower-case hex digits, not all zero`;
    throw new ApiError('INVALID_PARAMETER_VALUE', message);
  }
  return text;
}
