import { join } from 'node:path';
import { StoreError } from '../store-error.ts';
import type { BlobStore } from './blob-store.ts';
import { DiskBlobStore } from './disk/disk-blob-store.ts';
import { parseS3Location } from './s3/s3-location.ts';

/** Where blobs are kept. */
export interface BlobPlace {
  readonly dataDir: string;
  /** Such as `s3://bucket/prefix`; undefined: a folder of `dataDir`. */
  readonly blobsUrl: string | undefined;
  /** Whether clients that can follow are sent to the bucket for what they fetch. */
  readonly areBlobsPresigned?: boolean;
}

/**
 * Opens the store of blobs. What speaks to S3 is loaded only where it is wanted.
 *
 * @throws StoreError if it cannot be opened, or what it needs is not installed.
 */
export async function openBlobStore({ dataDir, blobsUrl, areBlobsPresigned }: BlobPlace): Promise<BlobStore> {
  if (blobsUrl === undefined) return new DiskBlobStore(join(dataDir, 'blobs'));
  const location = parseS3Location(blobsUrl);
  if (location === undefined) throw new StoreError('STORE_UNREACHABLE', `${blobsUrl} is no place in S3`);
  const { openS3BlobStore } = await import('./s3/open-s3-blob-store.ts').catch((cause: unknown) => {
    const needed = 'the packages "@aws-sdk/client-s3" and "@aws-sdk/s3-request-presigner" have to be installed';
    throw new StoreError('STORE_UNREACHABLE', `for files in S3, ${needed}`, { cause });
  });
  return openS3BlobStore({ location, hasLinks: areBlobsPresigned === true });
}
