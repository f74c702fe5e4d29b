/**
 * A part of a path as it was before it was encoded.
 *
 * @param path As `location.pathname`: the router's own parameters are decoded already, but for some characters.
 * @param at From 0.
 */
export function pathPart(path: string, at: number): string {
  const part = path.split('/')[at + 1] ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    // Typed by hand, with a percent sign that encodes nothing.
    return part;
  }
}
