import { useState } from 'preact/hooks';
import { ApiFailure } from '../api/request.ts';
import { confirmed, type Question } from '../changes/confirmed.tsx';

/** Something that is being changed through the API. */
export interface Change {
  readonly isBusy: boolean;
  /** Why the last one was refused. */
  readonly failure: string | undefined;
  /**
   * Does it, and then what follows from it. Nothing happens while another one is under way.
   *
   * @param question Asked before: nothing is done unless the answer is yes.
   */
  readonly run: (work: () => Promise<void>, question?: Question) => void;
  /** What was refused is settled otherwise. */
  readonly settle: () => void;
}

export function useChange(): Change {
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const begin = async (work: () => Promise<void>, question: Question | undefined): Promise<void> => {
    setFailure(undefined);
    try {
      // Not busy yet: the focus could not come back to a button that is not to be pressed.
      if (question && !(await confirmed(question))) return;
      setIsBusy(true);
      await work();
    } catch (error) {
      setFailure(sentence(error instanceof ApiFailure ? error.message : String(error)));
    } finally {
      setIsBusy(false);
    }
  };
  return {
    isBusy,
    failure,
    settle: () => setFailure(undefined),
    run: (work, question) => {
      if (!isBusy) void begin(work, question);
    },
  };
}

/** The API's messages begin as they would within a sentence. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
