import { useEffect, useState } from 'preact/hooks';

/** Whether what stands beside this has been painted: what can wait a frame is drawn then, in a task of its own. */
export function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => setPainted(true), []);
  return isPainted;
}
