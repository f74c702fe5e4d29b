/**
 * Sections of a chunk by their number on disk. Numbers are never given to anything else: new sections go to the end.
 * `FORMAT.md` says what each holds.
 */
export const SECTION = {
  traceIds: 1,
  traceFirstRow: 2,
  spanIds: 3,
  parent: 4,
  parentsElsewhere: 5,
  fallbackParent: 6,
  fallbackParentsElsewhere: 7,
  name: 8,
  kind: 9,
  otelKind: 10,
  startLow: 11,
  startHigh: 12,
  lengthLow: 13,
  lengthHigh: 14,
  status: 15,
  flags: 16,
  service: 17,
  provider: 18,
  model: 19,
  ttftUs: 20,
  inputTokens: 21,
  outputTokens: 22,
  cacheReadTokens: 23,
  cacheWriteTokens: 24,
  reasoningTokens: 25,
  costNanoUsd: 26,
  costSource: 27,
  sessionId: 28,
  userId: 29,
  runId: 30,
  promptName: 31,
  promptVersion: 32,
  previewLength: 33,
  previews: 34,
  dictionary: 35,
  origin: 36,
  originLengths: 37,
  origins: 38,
  payloadLength: 39,
  frameFirstRow: 40,
} as const;

export type SectionId = (typeof SECTION)[keyof typeof SECTION];

/** Sections that hold one number per span, in the order they are written. */
export const ROW_SECTIONS: readonly SectionId[] = [
  SECTION.parent,
  SECTION.fallbackParent,
  SECTION.name,
  SECTION.kind,
  SECTION.otelKind,
  SECTION.startLow,
  SECTION.startHigh,
  SECTION.lengthLow,
  SECTION.lengthHigh,
  SECTION.status,
  SECTION.flags,
  SECTION.service,
  SECTION.provider,
  SECTION.model,
  SECTION.ttftUs,
  SECTION.inputTokens,
  SECTION.outputTokens,
  SECTION.cacheReadTokens,
  SECTION.cacheWriteTokens,
  SECTION.reasoningTokens,
  SECTION.costNanoUsd,
  SECTION.costSource,
  SECTION.sessionId,
  SECTION.userId,
  SECTION.runId,
  SECTION.promptName,
  SECTION.promptVersion,
  SECTION.previewLength,
  SECTION.origin,
  SECTION.payloadLength,
];

/** How many numbers a section can have: the length of tables indexed by {@link SectionId}. */
export const SECTION_COUNT = 41;

/** Parent columns hold a row relative to the trace's first one, or one of these. */
export const PARENT = { none: -1, elsewhere: -2, sameAsParent: -3 } as const;

/** Bits of `SECTION.flags`. */
export const FLAG = { pending: 1, usageEstimated: 2, costPartial: 4, streamInput: 8 } as const;

/** How the values of a section are stored. */
export const STORED = { bytes: 0, u8: 1, u16: 2, u32: 3, f64: 4, constant: 5 } as const;

/** What is done to the bytes of a section. */
export const CODEC = { none: 0, zstd: 1 } as const;

/** `TWCH`, little-endian. */
export const MAGIC = 0x48435754;
export const CHUNK_VERSION = 1;

/** Bytes: magic 4, version 2, sections 2, CRC-32 of all that follows 4, spans 4, traces 4, length of the whole 4. */
export const HEADER_BYTES = 24;
/** Bytes of a directory entry: id, stored, codec, 0; offset 4, stored bytes 4, raw bytes or values 4; base 8 (f64). */
export const ENTRY_BYTES = 24;
