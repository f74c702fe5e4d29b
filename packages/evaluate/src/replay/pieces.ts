/** Parts of a text, as even as can be and none of them empty. @param count at most */
export function inPieces(text: string, count: number): readonly string[] {
  const letters = [...text];
  const length = Math.max(1, Math.ceil(letters.length / Math.max(1, count)));
  const pieces: string[] = [];
  for (let at = 0; at < letters.length; at += length) pieces.push(letters.slice(at, at + length).join(''));
  return pieces;
}
