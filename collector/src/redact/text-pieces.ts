import type { RE2JS } from 're2js';
import type { TextRange } from './text-matcher.ts';

/** What stands between words and lines, and in JSON: most texts have some of it every few characters. */
const CANDIDATES = '\n \t,;"{}<>|';
/** Instructions of RE2: those before the first take no character, and of those not named here any is thought to. */
const INSTRUCTION = { rune: 8, oneRune: 9, anyRuneOfLine: 11 } as const;

/** Of these characters no match of a pattern has any: what it matches stands between two of them, or an end. */
export function breaksOf(pattern: RE2JS): string {
  const { prog } = pattern.re2Input;
  const instructions = Array.from({ length: prog.numInst() }, (_, at): Instruction => prog.getInst(at));
  return [...CANDIDATES].filter((character) => !instructions.some((one) => takes(one, character))).join('');
}

interface Instruction {
  readonly op: number;
  readonly matchRune: (rune: number) => boolean;
}

function takes(instruction: Instruction, character: string): boolean {
  const { op } = instruction;
  if (op < INSTRUCTION.rune) return false;
  if (op === INSTRUCTION.anyRuneOfLine) return character !== '\n';
  if (op > INSTRUCTION.oneRune) return true;
  return instruction.matchRune(character.codePointAt(0)!);
}

/**
 * The parts of a text between breaks, which stand in both of their parts, so that what is matched next to them is the
 * same as in the whole. They have `usual` characters or less; more where there is no break.
 */
export function* piecesOf(text: string, breaks: string, usual: number): Generator<TextRange> {
  let start = 0;
  while (text.length - start > usual) {
    let at = start + usual - 1;
    while (at > start && !breaks.includes(text[at]!)) at--;
    // None of it: up to the next one, wherever that is.
    if (at === start) for (at = start + usual; at < text.length && !breaks.includes(text[at]!); ) at++;
    if (at >= text.length) break;
    yield [start, at + 1];
    start = at;
  }
  yield [start, text.length];
}
