/** A chunk whose bytes are not what was written. It loses its own spans; everything beside it stays readable. */
export class DamagedChunk extends Error {
  override readonly name = 'DamagedChunk';
}
