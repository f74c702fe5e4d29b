/**
 * The address of something that lies in an experiment's place of artifacts. What stands behind a `?` there, such as the
 * settings of a bucket, stays at the end.
 */
export function placeWithin(location: string, path: string): string {
  const [, place = '', query = ''] = /^([^?]*)(.*)$/s.exec(location) ?? [];
  const hasSlash = place.endsWith('/') && !place.endsWith('://');
  return `${place}${hasSlash ? '' : '/'}${path}${query}`;
}
