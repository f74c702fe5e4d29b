/** A share of a whole as percent with one decimal; what is there, but too little for that, is not written as nothing. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1 %';
  return share === 0 ? '0 %' : `${(share * 100).toFixed(1)} %`;
}
