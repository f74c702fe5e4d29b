/** A part of a path as it was before it was encoded, whether the router has decoded some of it already or not. */
export function decodePathPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that the router has decoded.
    return part;
  }
}
