import { ListObjectsV2Command, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import type { S3Place } from './s3-place.ts';

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Milliseconds since the Unix epoch. */
  readonly modifiedMs: number;
}

/** One answer to a listing. */
export interface ObjectPage {
  readonly objects: readonly ListedObject[];
  /** Beginnings that keys have in common, each up to its slash. */
  readonly folders: readonly string[];
}

/**
 * Objects whose keys begin with `prefix`, some thousand at a time.
 *
 * @param options.isDeep whether what is in folders is listed, too, rather than the folders
 * @param options.limit of a page
 */
export async function* listObjects(
  { client, bucket }: S3Place,
  prefix: string,
  { isDeep, limit }: { readonly isDeep: boolean; readonly limit?: number },
): AsyncGenerator<ObjectPage> {
  let token: string | undefined;
  do {
    const input: ListObjectsV2CommandInput = {
      ...{ Bucket: bucket, Prefix: prefix, EncodingType: 'url', ContinuationToken: token, MaxKeys: limit },
      ...(isDeep ? {} : { Delimiter: '/' }),
    };
    const page = await client.send(new ListObjectsV2Command(input));
    // Not every server does as it is asked; it says so where it has.
    const decode = (key = ''): string =>
      page.EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;
    yield {
      objects: (page.Contents ?? []).map(({ Key, Size, LastModified }) => ({
        ...{ key: decode(Key), sizeBytes: Size ?? 0, modifiedMs: LastModified?.getTime() ?? 0 },
      })),
      folders: (page.CommonPrefixes ?? []).map(({ Prefix }) => decode(Prefix)),
    };
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
