/** What was to be encoded takes more bytes than a receiver takes. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';

  constructor() {
    super('a span is too large to be sent');
  }
}
