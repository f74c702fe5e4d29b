import type { BlobEntry } from '../../storage/blobs/blob-store.ts';

/** A file or folder as MLflow writes it. @param from where in its path that begins which is shown */
export function fileInfo({ path, isFolder, sizeBytes }: BlobEntry, from: number): object {
  return { path: path.slice(from), is_dir: isFolder, ...(isFolder ? {} : { file_size: sizeBytes }) };
}
