import { useState } from 'preact/hooks';

/** A change that is being made. */
export interface Change {
  readonly isBusy: boolean;
  /** Why the last one was not made. */
  readonly failure: string | undefined;
  /** Resolves to whether it was made; runs one at a time. */
  readonly make: (action: () => Promise<unknown>) => Promise<boolean>;
}

/** Changes things on the collector and says why where it did not. @param onMade After each that was made. */
export function useChange(onMade?: () => void): Change {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const make = async (action: () => Promise<unknown>) => {
    if (isBusy) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      await action();
      onMade?.();
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, failure, make };
}
