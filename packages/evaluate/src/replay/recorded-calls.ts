import type { AskedCall } from './call-request.ts';
import { differences, distance, shownDifferences } from './drift.ts';
import { type Ignored, withoutIgnored } from './ignored.ts';
import { type RecordedCall, type Recording, sorted } from './recording.ts';
import { ReplayError } from './replay-error.ts';

interface Expected {
  readonly call: RecordedCall;
  /** What is compared. */
  readonly request: unknown;
  readonly key: string;
  isMade: boolean;
}

/** The calls of a recording, each to be made once; the same ones in the order in which they were recorded. */
export class RecordedCalls {
  readonly #ignored: readonly Ignored[];
  readonly #expected: readonly Expected[];

  constructor(recording: Recording, ignored: readonly Ignored[]) {
    this.#ignored = ignored;
    this.#expected = recording.calls.map((call) => {
      const request = withoutIgnored(call.request, ignored);
      return { call, request, key: keyOf(call.kind, request), isMade: false };
    });
  }

  /** The recorded call that is the same. @throws ReplayError `DRIFT` */
  take({ kind, request }: AskedCall): RecordedCall {
    const compared = withoutIgnored(request, this.#ignored);
    const key = keyOf(kind, compared);
    const found = this.#expected.find((expected) => expected.key === key && !expected.isMade);
    if (found === undefined) throw this.#drift(kind, compared, key);
    found.isMade = true;
    return found.call;
  }

  /** Those that nobody has made. */
  get notMade(): readonly RecordedCall[] {
    return this.#expected.filter(({ isMade }) => !isMade).map(({ call }) => call);
  }

  #drift(kind: RecordedCall['kind'], request: unknown, key: string): ReplayError {
    const same = this.#expected.filter((expected) => expected.key === key);
    if (same.length > 0) {
      const times = same.length === 1 ? 'once' : `${same.length} times`;
      return new ReplayError('DRIFT', `${same[0]?.call.name} was asked the same more often than recorded: ${times}`);
    }
    const ofKind = this.#expected.filter(({ call }) => call.kind === kind);
    // Among those that are still to come, as long as there are any.
    const open = ofKind.filter(({ isMade }) => !isMade);
    const compared = (open.length > 0 ? open : ofKind).map(({ call, request: recorded }) => {
      const found = differences(recorded, request);
      return { call, found, distance: distance(found) };
    });
    const [nearest] = compared.sort((a, b) => a.distance - b.distance);
    if (nearest === undefined) {
      return new ReplayError('DRIFT', `a ${kind} was called, and no call of a ${kind} was recorded`);
    }
    const place = this.#expected.findIndex(({ call }) => call === nearest.call);
    return new ReplayError(
      'DRIFT',
      `a ${kind} was asked what was not recorded; the nearest is call ${place} of the recording, ${nearest.call.name}:\n${shownDifferences(nearest.found)}`,
    );
  }
}

function keyOf(kind: string, request: unknown): string {
  return `${kind} ${JSON.stringify(sorted(request))}`;
}
