import { useMedia } from '../ui/use-media.ts';
import { type RowWindow, useWindow } from './use-window.ts';

/** Also in row-table.module.css: there is no header where there is as little room. */
const NARROW = '(max-width: 720px)';
const HEADER_PX = 30;

/** The window of a {@link RowTable}. */
export interface TableWindow extends RowWindow<HTMLDivElement> {
  readonly rowCount: number;
  readonly rowPx: number;
}

/** @param heights Of a row, px, with its cells side by side and, on a phone, in lines. */
export function useRowWindow(
  rowCount: number,
  heights: { readonly wide: number; readonly narrow: number },
  marginRows?: number,
): TableWindow {
  const isNarrow = useMedia(NARROW);
  const rowPx = isNarrow ? heights.narrow : heights.wide;
  return { ...useWindow<HTMLDivElement>(rowCount, rowPx, isNarrow ? 0 : HEADER_PX, marginRows), rowCount, rowPx };
}
