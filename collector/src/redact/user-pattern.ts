import { RE2JS } from 're2js';
import { ApiError } from '../errors.ts';
import type { TextMatcher, TextRange } from './text-matcher.ts';
import { breaksOf, piecesOf } from './text-pieces.ts';

const MAX_PATTERN = 1_000;
/** Instructions of a compiled pattern: a text takes time in proportion to them, and nothing worse. */
const MAX_PROGRAM = 5_000;
const MAX_MATCHES = 10_000;
/** For one text, ms: all is linear in it, but a large pattern takes seconds for some megabytes, in which nobody else writes. */
const MAX_MS = 500;
/** Characters of a text that are worked on before the clock is looked at, at most. */
const MAX_SLICE = 16 * 1_024;
/** The same, times the instructions of the pattern: about as many as are gone through in half of that time. */
const MAX_STEPS = 4_000_000;

/**
 * A pattern that somebody has written, in RE2's syntax: no text makes it run away, as texts do with the patterns that
 * JavaScript has of its own. It has neither back-references nor look-around.
 *
 * @param nowMs a clock that never goes back
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it is none, too long or too large, or matches nothing at all.
 */
export function userPattern(pattern: string, nowMs: () => number = () => performance.now()): TextMatcher {
  const compiled = compile(pattern);
  const breaks = breaksOf(compiled);
  const slice = Math.min(MAX_SLICE, Math.floor(MAX_STEPS / compiled.programSize()));
  /** Nothing stops a search, and a match may be as long as the text: that it takes no longer is seen by its parts. */
  const isInTime = (text: string, endMs: number, look: (part: string) => void): boolean => {
    for (let from = 0; from < text.length; from += slice) {
      look(text.slice(from, from + slice));
      if (nowMs() > endMs) return false;
    }
    return true;
  };
  /** Behind the first match of a part as well: there may be what takes long. */
  const findAll = (endMs: number) => (part: string) => {
    const matcher = compiled.matcher(part);
    while (matcher.find() && nowMs() <= endMs);
  };
  return {
    mayTakeLong: true,
    mayMatch: (text) => {
      const endMs = nowMs() + MAX_MS;
      for (const [start, end] of piecesOf(text, breaks, slice)) {
        if (nowMs() > endMs) return true;
        const piece = text.slice(start, end);
        if (piece.length > slice && !isInTime(piece, endMs, (part) => void compiled.test(part))) return true;
        if (compiled.test(piece)) return true;
      }
      return false;
    },
    find: (text) => {
      const endMs = nowMs() + MAX_MS;
      const ranges: TextRange[] = [];
      for (const [start, end] of piecesOf(text, breaks, slice)) {
        if (nowMs() > endMs) return undefined;
        const piece = text.slice(start, end);
        // Several times faster than to find that there is none.
        if (piece.length <= slice && !compiled.test(piece)) continue;
        if (piece.length > slice && !isInTime(piece, endMs, findAll(endMs))) return undefined;
        const matcher = compiled.matcher(piece);
        while (matcher.find()) {
          // Nothing is hidden by hiding nothing.
          if (matcher.end() > matcher.start()) ranges.push([start + matcher.start(), start + matcher.end()]);
          // What was seen to be in time by its parts takes as long once more.
          if (ranges.length >= MAX_MATCHES || nowMs() > endMs + MAX_MS) return undefined;
        }
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
