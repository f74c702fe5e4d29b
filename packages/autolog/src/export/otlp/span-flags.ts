const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** The flags of a span or a link in OTLP: those of W3C, and where the parent, or what is linked, has been running. */
export function contextFlags(traceFlags: number, isRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote === true ? IS_REMOTE : 0);
}
