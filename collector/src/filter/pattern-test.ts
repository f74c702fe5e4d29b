import { compilePattern, isWordCharacter } from './pattern-program.ts';

/**
 * Makes a test for texts in which a regular expression is found somewhere. All ways through the pattern are gone at
 * once, so that a text takes time by its length, whatever the pattern is: one of JavaScript's own may take for ever, and
 * whoever asks would hold up everybody.
 *
 * @throws PatternError as {@link compilePattern} does.
 */
export function patternTest(pattern: string): (text: string) => boolean {
  const program = compilePattern(pattern);
  // In which round an instruction was reached last: it need not be followed twice.
  const reached = new Uint32Array(program.length);
  let round = 0;
  let here: number[] = [];
  let next: number[] = [];

  /** Follows what takes no character. @returns whether the pattern is found */
  const follow = (start: number, into: number[], before: number, after: number): boolean => {
    const stack = [start];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (reached[at] === round) continue;
      reached[at] = round;
      const instruction = program[at]!;
      if (instruction.op === 'found') return true;
      if (instruction.op === 'character') into.push(at);
      else if (instruction.op === 'jump') stack.push(instruction.to);
      else if (instruction.op === 'fork') stack.push(instruction.second, instruction.first);
      else if (isPlace(instruction.is, before, after)) stack.push(at + 1);
    }
    return false;
  };

  return (text) => {
    let before = -1;
    let offset = 0;
    round++;
    here = [];
    for (;;) {
      const code = text.codePointAt(offset) ?? -1;
      // The pattern may begin at every place.
      if (follow(0, here, before, code)) return true;
      if (code < 0) return false;
      offset += code > 0xffff ? 2 : 1;
      const after = text.codePointAt(offset) ?? -1;
      round++;
      next = [];
      for (const at of here) {
        const instruction = program[at]!;
        if (instruction.op === 'character' && instruction.takes(code) && follow(at + 1, next, code, after)) return true;
      }
      here = next;
      before = code;
    }
  };
}

/** @param before the character on either side, -1 where there is none */
function isPlace(is: 'start' | 'end' | 'edge' | 'inside', before: number, after: number): boolean {
  if (is === 'start') return before < 0;
  if (is === 'end') return after < 0;
  const isEdge = (before >= 0 && isWordCharacter(before)) !== (after >= 0 && isWordCharacter(after));
  return isEdge === (is === 'edge');
}
