/** Where blobs are in S3. */
export interface S3Location {
  readonly bucket: string;
  /** Before the keys of all blobs: '' or a path that ends in a slash. */
  readonly prefix: string;
}

/** Characters that mean the same in every address and in every key. */
const PREFIX = /^(?:[\w.=+@-]+\/)*$/;

/** Reads an address such as `s3://bucket/team/tracewright`; undefined if it is none. */
export function parseS3Location(url: string): S3Location | undefined {
  const [, bucket, path = ''] = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/(.*))?$/.exec(url) ?? [];
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  if (bucket === undefined || !PREFIX.test(prefix) || /(?:^|\/)\.\.?\//.test(prefix)) return undefined;
  return { bucket, prefix };
}
