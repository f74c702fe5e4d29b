/** `PUT /api/v1/blobs/{sha256}?trace={traceId}`: a content of a span that is kept apart from it. */
export interface StoredBlob {
  /** 64 hex digits in lower case. */
  readonly sha256: string;
  readonly sizeBytes: number;
}
