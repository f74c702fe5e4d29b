/** A message whose content changes, so that its length does. */
interface EditedMessage {
  /** Where its length stands. */
  readonly lengthAt: number;
  readonly start: number;
  readonly end: number;
  readonly parts: EditedPart[];
  /** Of its content, once it is known. */
  bytes: number;
}

/** Bytes from `at` to `end` that others take the place of. */
interface Splice {
  readonly at: number;
  readonly end: number;
  readonly by: Uint8Array;
}

type EditedPart = EditedMessage | Splice;

/**
 * Changes of a body in protobuf's wire format, gathered while it is read. Everything that no change is in stays to the
 * byte and in its place, unknown fields too; nothing is written where nothing changes.
 */
export class WireEdits {
  readonly #body: Buffer;
  readonly #root: EditedMessage;
  readonly #open: EditedMessage[];

  constructor(body: Buffer) {
    this.#body = body;
    this.#root = { lengthAt: 0, start: 0, end: body.byteLength, parts: [], bytes: 0 };
    this.#open = [this.#root];
  }

  /** Notes that a message is entered whose length stands at `lengthAt`. */
  enter(lengthAt: number, start: number, end: number): void {
    this.#open.push({ lengthAt, start, end, parts: [], bytes: 0 });
  }

  leave(): void {
    const message = this.#open.pop()!;
    if (message.parts.length > 0) this.#open.at(-1)!.parts.push(message);
  }

  /** Within the message that was entered last, behind all changes so far. */
  splice(at: number, end: number, by: Uint8Array): void {
    this.#open.at(-1)!.parts.push({ at, end, by });
  }

  /** The changed body, in memory of its own; the body itself where nothing changes. */
  apply(): Uint8Array {
    if (this.#root.parts.length === 0) return this.#body;
    measure(this.#root);
    const target = Buffer.allocUnsafeSlow(this.#root.bytes);
    this.#write(this.#root, target, 0);
    return target;
  }

  /** @returns the place behind it */
  #write(message: EditedMessage, target: Buffer, to: number): number {
    let from = message.start;
    let at = to;
    for (const part of message.parts) {
      if ('by' in part) {
        at += this.#body.copy(target, at, from, part.at);
        target.set(part.by, at);
        at += part.by.byteLength;
      } else {
        at += this.#body.copy(target, at, from, part.lengthAt);
        at = writeVarint(target, at, part.bytes);
        at = this.#write(part, target, at);
      }
      from = part.end;
    }
    return at + this.#body.copy(target, at, from, message.end);
  }
}

function measure(message: EditedMessage): void {
  let bytes = message.end - message.start;
  for (const part of message.parts) {
    if ('by' in part) bytes += part.by.byteLength - (part.end - part.at);
    else {
      measure(part);
      bytes += part.bytes + varintBytes(part.bytes) - (part.end - part.lengthAt);
    }
  }
  message.bytes = bytes;
}

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) count++;
  return count;
}

function writeVarint(target: Buffer, at: number, value: number): number {
  let to = at;
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) target[to++] = (rest & 0x7f) | 0x80;
  target[to++] = rest;
  return to;
}
