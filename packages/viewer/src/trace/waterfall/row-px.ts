/** Height of a row, px; also in the style sheets. */
export const ROW_PX = 28;
