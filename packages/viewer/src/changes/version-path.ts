/** A row as it was read. */
export interface Version {
  readonly id: string;
  readonly updatedNs: string;
}

/** Where a row is changed or removed, unless somebody else has changed it since it was read. */
export function versionPath(place: string, { id, updatedNs }: Version): string {
  return `${place}/${encodeURIComponent(id)}?updatedNs=${updatedNs}`;
}
