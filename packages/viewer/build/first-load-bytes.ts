import { gzipSync } from 'node:zlib';

/** What of a bundle's files this needs to know; Rollup's `OutputBundle` has it. */
export type BundleFiles = Readonly<
  Record<
    string,
    | { readonly type: 'asset' }
    | { readonly type: 'chunk'; readonly isEntry: boolean; readonly code: string; readonly imports: readonly string[] }
  >
>;

/** Bytes after gzip of all script that must be there before the first page can paint: entries and static imports. */
export function firstLoadBytes(bundle: BundleFiles): number {
  const counted = new Set<string>();
  const pending = Object.entries(bundle).flatMap(([name, file]) =>
    file.type === 'chunk' && file.isEntry ? [name] : [],
  );
  let sizeBytes = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || counted.has(name)) continue;
    counted.add(name);
    sizeBytes += gzipSync(chunk.code, { level: 9 }).byteLength;
    pending.push(...chunk.imports);
  }
  return sizeBytes;
}
