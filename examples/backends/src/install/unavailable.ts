/** Why a back-end cannot be had on this machine: it is left out, and nothing has failed. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
