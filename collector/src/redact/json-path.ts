import { ApiError } from '../errors.ts';

/** How far a path has been followed: a bit for each number of its steps. */
export type PathState = number;

/** A path into JSON, followed step by step while the JSON is read. */
export interface JsonPath {
  readonly start: PathState;
  /** @param step the key of a field, or the place of an element */
  next(state: PathState, step: string | number): PathState;
  /** Whether the path ends here. */
  isMatch(state: PathState): boolean;
}

interface Step {
  /** Undefined: any. */
  readonly name: string | number | undefined;
  /** Whether any number of others may come before. */
  readonly isDeep: boolean;
}

/** A state is a number of 32 bits. */
const MAX_STEPS = 30;
const STEP = /(\.\.?)(\*|[\p{L}_$][\p{L}\p{N}_$-]*)|(\.\.)?\[(?:(\*)|(\d{1,9})|'([^']{0,200})'|"([^"]{0,200})")\]/uy;

/**
 * Reads a path such as `$.messages[*].content`, `$..email` or `$['a key'][0]`; `*` stands for any field or element.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` where it is none.
 */
export function parseJsonPath(path: string): JsonPath {
  const steps = stepsOf(path);
  const end = 1 << steps.length;
  return {
    start: 1,
    next: (state, name) => {
      let next = 0;
      for (const [at, step] of steps.entries()) {
        if ((state & (1 << at)) === 0) continue;
        if (step.isDeep) next |= 1 << at;
        if (step.name === undefined || step.name === name) next |= 1 << (at + 1);
      }
      return next;
    },
    isMatch: (state) => (state & end) !== 0,
  };
}

function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  if (!path.startsWith('$')) throw noPath(path, 0);
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (found === null) throw noPath(path, at);
    const [, dots, field, deepBracket, anyElement, index, quoted, doubleQuoted] = found;
    const isAny = field === '*' || anyElement !== undefined;
    const name = index === undefined ? (quoted ?? doubleQuoted ?? field) : Number(index);
    steps.push({ name: isAny ? undefined : name, isDeep: dots === '..' || deepBracket !== undefined });
    if (steps.length > MAX_STEPS) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `value: a path has ${MAX_STEPS} steps at most`);
    }
  }
  return steps;
}

function noPath(path: string, at: number): ApiError {
  return new ApiError(
    'INVALID_PARAMETER_VALUE',
    `value: ${JSON.stringify(path)} is no path from character ${at + 1} on`,
  );
}
