import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Location } from './s3-location.ts';

/** A part of a bucket, and who asks for it. */
export interface S3Place extends S3Location {
  readonly client: S3Client;
  /** Asks for contents, whose readers may be slow: on connections that nothing else waits for. Default: `client`. */
  readonly downloads?: S3Client;
}
