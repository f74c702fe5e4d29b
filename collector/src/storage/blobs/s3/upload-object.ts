import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ApiError } from '../../../errors.ts';
import { MAX_PARTS, objectParts, PART_BYTES } from './object-parts.ts';
import { isFolderThere, isMissing } from './s3-failure.ts';
import type { S3Place } from './s3-place.ts';

/** Parts on their way at the same time: these and the one that comes in are what an upload takes of memory. */
const SENT_AT_ONCE = 2;
/** A folder that is deleted at the moment is gone by then. */
const ATTEMPTS = 5;

/**
 * Stores an object once its content has come to its end; nothing can be seen of it before, and nothing stays of one that
 * fails. What fits into one part is sent at once, larger content part by part.
 *
 * @returns its size in bytes
 * @throws what `content` throws, what the client throws, ApiError `PAYLOAD_TOO_LARGE` beyond S3's limits.
 */
export async function uploadObject(place: S3Place, key: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  const parts = objectParts(content);
  const { value: first } = await parts.next();
  if (first !== undefined && first.byteLength === PART_BYTES) return uploadParts(place, key, first, parts);
  const body: Uint8Array = first ?? new Uint8Array();
  for (let attempt = 1; ; attempt++) {
    try {
      await place.client.send(new PutObjectCommand({ Bucket: place.bucket, Key: key, Body: body }));
      return body.byteLength;
    } catch (error) {
      if (!isFolderThere(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function uploadParts(
  { client, bucket }: S3Place,
  key: string,
  first: Uint8Array,
  others: AsyncGenerator<Uint8Array>,
): Promise<number> {
  const object = { Bucket: bucket, Key: key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  const upload = { ...object, UploadId };
  const sent: CompletedPart[] = [];
  const sending = new Set<Promise<void>>();
  const send = (part: Uint8Array, PartNumber: number): void => {
    const done = client.send(new UploadPartCommand({ ...upload, PartNumber, Body: part })).then(({ ETag }) => {
      sent.push({ ETag, PartNumber });
      sending.delete(done);
    });
    done.catch(() => {});
    sending.add(done);
  };
  let sizeBytes = 0;
  try {
    let part: Uint8Array | undefined = first;
    for (let number = 1; part !== undefined; number++) {
      if (number > MAX_PARTS) throw new ApiError('PAYLOAD_TOO_LARGE', 'the content is larger than an object may be');
      if (sending.size === SENT_AT_ONCE) await Promise.race(sending);
      send(part, number);
      sizeBytes += part.byteLength;
      part = (await others.next()).value;
    }
    await Promise.all(sending);
  } catch (error) {
    await Promise.allSettled(sending);
    // What cannot be taken back now is found by whoever starts next.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
  const Parts = sent.sort((a, b) => a.PartNumber! - b.PartNumber!);
  try {
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // An answer was lost, and the upload completed by the attempt before.
    if (!isMissing(error)) throw error;
    const { ContentLength } = await client.send(new HeadObjectCommand(object));
    if (ContentLength !== sizeBytes) throw error;
  }
  return sizeBytes;
}
