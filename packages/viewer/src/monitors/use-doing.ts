import { useState } from 'preact/hooks';
import { confirmed, type Question } from '../changes/confirmed.tsx';

export interface Doing {
  readonly isBusy: boolean;
  /** Why the last thing could not be done, or what came of it. */
  readonly failure: string | undefined;
  readonly note: string | undefined;
  /** Does one thing at a time. @param work What it resolves to is shown. @param question Asked before. */
  readonly run: (work: () => Promise<string | undefined>, question?: Question) => Promise<void>;
  /** What could not be done is settled otherwise. */
  readonly settle: () => void;
}

const NOTHING = { isBusy: false, failure: undefined, note: undefined };

/** What somebody has asked for, while it is done and after. */
export function useDoing(): Doing {
  const [state, setState] = useState<Pick<Doing, 'isBusy' | 'failure' | 'note'>>(NOTHING);
  return {
    ...state,
    settle: () => setState(NOTHING),
    run: async (work, question) => {
      if (state.isBusy) return;
      try {
        if (question && !(await confirmed(question))) return;
        setState({ ...NOTHING, isBusy: true });
        const note = await work();
        setState({ ...NOTHING, note });
      } catch (error) {
        setState({ ...NOTHING, failure: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}
