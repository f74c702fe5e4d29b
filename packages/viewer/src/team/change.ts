import { useState } from 'preact/hooks';
import { ApiFailure } from '../api/request.ts';

/** Something that is being changed through the API. */
export interface Change {
  readonly isBusy: boolean;
  /** Why the last one was refused. */
  readonly failure: string | undefined;
  /** Does it, and then what follows from it. Nothing happens while another one is under way. */
  readonly run: (work: () => Promise<void>) => void;
}

export function useChange(): Change {
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const begin = async (work: () => Promise<void>): Promise<void> => {
    setIsBusy(true);
    setFailure(undefined);
    try {
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
    run: (work) => {
      if (!isBusy) void begin(work);
    },
  };
}

/** The API's messages begin as they would within a sentence. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
