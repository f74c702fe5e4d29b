import { useState } from 'preact/hooks';
import { confirmed, type Question } from '../changes/confirmed.tsx';

export interface Doing {
  readonly isBusy: boolean;
  /** Why the last thing could not be done, or what came of it. */
  readonly failure: string | undefined;
  readonly note: string | undefined;
  /** Does one thing at a time. @param work What it resolves to is shown. @param question Asked before. */
  readonly run: (work: () => Promise<string | undefined>, question?: Question) => Promise<void>;
}

/** What somebody has asked for, while it is done and after. */
export function useDoing(): Doing {
  const [state, setState] = useState<Pick<Doing, 'isBusy' | 'failure' | 'note'>>({
    isBusy: false,
    failure: undefined,
    note: undefined,
  });
  return {
    ...state,
    run: async (work, question) => {
      if (state.isBusy) return;
      try {
        if (question && !(await confirmed(question))) return;
        setState({ isBusy: true, failure: undefined, note: undefined });
        const note = await work();
        setState({ isBusy: false, failure: undefined, note });
      } catch (error) {
        setState({ isBusy: false, failure: error instanceof Error ? error.message : String(error), note: undefined });
      }
    },
  };
}
