import { RE2JS } from 're2js';
import { ApiError } from '../errors.ts';
import type { TextMatcher, TextRange } from './text-matcher.ts';

const MAX_PATTERN = 1_000;
/** Instructions of a compiled pattern: a text takes time in proportion to them, and nothing worse. */
const MAX_PROGRAM = 5_000;
const MAX_MATCHES = 10_000;
/** For one text, ms: all is linear in it, but a large pattern takes seconds for some megabytes, in which nobody else writes. */
const MAX_MS = 500;
/** Characters of a text that are worked on before the clock is looked at. */
const SLICE = 64 * 1_024;
/** Matches between two looks at the clock. */
const CLOCK_EVERY = 64;

/**
 * A pattern that somebody has written, in RE2's syntax: no text makes it run away, as texts do with the patterns that
 * JavaScript has of its own. It has neither back-references nor look-around.
 *
 * @param nowMs a clock that never goes back
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it is none, too long or too large, or matches nothing at all.
 */
export function userPattern(pattern: string, nowMs: () => number = () => performance.now()): TextMatcher {
  const compiled = compile(pattern);
  /** Nothing stops a search, and a match may be as long as the text: that it takes no longer is seen by its parts. */
  const isInTime = (text: string, endMs: number, look: (part: string) => boolean): boolean => {
    for (let from = 0; from < text.length; from += SLICE) {
      look(text.slice(from, from + SLICE));
      if (nowMs() > endMs) return false;
    }
    return true;
  };
  return {
    mayMatch: (text) => {
      const isLong = text.length > SLICE;
      return (isLong && !isInTime(text, nowMs() + MAX_MS, (part) => compiled.test(part))) || compiled.test(text);
    },
    find: (text) => {
      const endMs = nowMs() + MAX_MS;
      const isLong = text.length > SLICE;
      if (isLong && !isInTime(text, endMs, (part) => compiled.matcher(part).find())) return undefined;
      const ranges: TextRange[] = [];
      const matcher = compiled.matcher(text);
      while (matcher.find()) {
        // Nothing is hidden by hiding nothing.
        if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
        if (ranges.length >= MAX_MATCHES) return undefined;
        if (ranges.length % CLOCK_EVERY === 0 && nowMs() > endMs) return undefined;
      }
      return ranges;
    },
  };
}

function compile(pattern: string): RE2JS {
  if (pattern === '' || pattern.length > MAX_PATTERN) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `value: a pattern has 1 to ${MAX_PATTERN} characters`);
  }
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError('INVALID_PARAMETER_VALUE', `value: ${reason}`, { cause });
  }
  if (compiled.programSize() > MAX_PROGRAM) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      'value: the pattern is too large once its repetitions are written out',
    );
  }
  if (compiled.test('')) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'value: the pattern matches nothing as well, and so everywhere');
  }
  return compiled;
}
