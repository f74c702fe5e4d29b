import { TextFiller } from './text-filler.ts';

/** Reads all texts of a store, on the calling thread. */
export function fillTexts(spanFile: string): void {
  const filler = new TextFiller(spanFile);
  while (filler.step(0));
  filler.close();
}
