/**
 * Gives the memory of these bytes back to the system at once, where the next collection may be long in coming: nobody
 * can look at it then. What Node keeps for all small Buffers together is left as it is, and so is memory that several
 * threads see. Harmless a second time.
 */
export function releaseBytes({ buffer, byteLength }: Uint8Array): void {
  const isPool = buffer.byteLength === Buffer.poolSize && byteLength < buffer.byteLength;
  if (buffer instanceof ArrayBuffer && !buffer.detached && !isPool) buffer.transfer(0);
}
