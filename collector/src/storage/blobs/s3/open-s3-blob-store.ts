import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { StoreError } from '../../store-error.ts';
import { listObjects } from './list-objects.ts';
import { S3BlobStore } from './s3-blob-store.ts';
import { s3Failure } from './s3-failure.ts';
import type { S3Location } from './s3-location.ts';

export interface S3StoreOptions {
  readonly location: S3Location;
  /** Of a server that is not AWS's; its buckets are parts of the path. Default: what AWS's own variables say. */
  readonly endpoint?: string | undefined;
  /** Whether files may be fetched from the bucket directly. */
  readonly hasLinks: boolean;
  /** Default: AWS's chain, from its variables and files to the roles of machines and containers. */
  readonly credentials?: S3ClientConfig['credentials'];
  /** Contents that are read at the same time; who comes then waits. Default 200. */
  readonly maxDownloads?: number;
}

/** A request that broke off, or was turned away as one too many, is made again, later each time. */
const ATTEMPTS = 4;
const CONNECT_MS = 5_000;
/** Without a byte from either side. */
const SILENCE_MS = 60_000;
/** Everything but downloads is done with a connection soon. */
const MAX_CONNECTIONS = 100;
const MAX_DOWNLOADS = 200;
/** Servers other than AWS's name none, and take any. */
const ANY_REGION = 'us-east-1';

/**
 * Opens a part of a bucket and looks whether it can be read.
 *
 * @throws StoreError if it is not there, cannot be reached, or does not let us in.
 */
export async function openS3BlobStore(options: S3StoreOptions): Promise<S3BlobStore> {
  const { location, hasLinks } = options;
  const client = newClient(options, MAX_CONNECTIONS);
  const downloads = newClient(options, options.maxDownloads ?? MAX_DOWNLOADS);
  const place = { ...location, client, downloads };
  try {
    for await (const _ of listObjects(place, location.prefix, { isDeep: true, limit: 1 })) break;
    return new S3BlobStore(place, { hasLinks });
  } catch (error) {
    client.destroy();
    downloads.destroy();
    const failure = s3Failure(error);
    const reason = failure instanceof Error ? failure.message : String(failure);
    const name = `s3://${location.bucket}/${location.prefix}`;
    throw new StoreError('STORE_UNREACHABLE', `${name} cannot be opened: ${reason}`, { cause: error });
  }
}

function newClient({ endpoint: given, credentials }: S3StoreOptions, maxSockets: number): S3Client {
  const endpoint = given ?? (process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL || undefined);
  return new S3Client({
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true, region: process.env.AWS_REGION || ANY_REGION }),
    maxAttempts: ATTEMPTS,
    // Sums of AWS's own kind beside what the signature covers are unknown to many other servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    },
  });
}
