/** The first `most` characters of a text, counted as Python counts them: none is cut in two. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return Array.from(text.slice(0, 2 * most))
    .slice(0, most)
    .join('');
}
