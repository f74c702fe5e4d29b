import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { S3Place } from './s3-place.ts';

/** Takes back uploads that were begun before `beforeMs` and never completed: their parts are paid for as long as they stay. */
export async function abortUploads({ client, bucket, prefix }: S3Place, beforeMs: number): Promise<void> {
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  while (from !== undefined) {
    const input: ConstructorParameters<typeof ListMultipartUploadsCommand>[0] = {
      Bucket: bucket,
      Prefix: prefix,
      ...from,
    };
    const page = await client.send(new ListMultipartUploadsCommand(input));
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Initiated === undefined || Initiated.getTime() >= beforeMs) continue;
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
    }
    const { NextKeyMarker, NextUploadIdMarker } = page;
    from = page.IsTruncated === true ? { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker } : undefined;
  }
}
