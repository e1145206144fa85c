// The bytes of a report's blocks, and numbers out of them: base64, raw deflate, varints, series (web/FORMAT.md).
import type { Series } from "./types";

export type Inflate = (bytes: Uint8Array) => Promise<Uint8Array>;

/** The browser's own. */
export const inflateHere: Inflate = async (bytes) => {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

export function base64Bytes(text: string): Uint8Array {
  const raw = atob(text.trim());
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

export class Cut extends Error {
  constructor() {
    super("it ends too early");
  }
}

/** Reads varints one after the other; throws Cut at the end. */
export class Reader {
  at: number;
  /** Whether the last number was odd: its double no longer knows beyond 2^53. */
  odd = false;
  constructor(
    readonly bytes: Uint8Array,
    from = 0,
    readonly end = bytes.length,
  ) {
    this.at = from;
    if (!(end <= bytes.length && from <= end)) throw new Cut();
  }

  /** Not by bit operations: a number may exceed 2^53 and then is as near as a double gets. */
  number(): number {
    let value = 0;
    let scale = 1;
    this.odd = this.at < this.end && (this.bytes[this.at] & 1) === 1;
    for (;;) {
      if (this.at >= this.end) throw new Cut();
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
      if (scale > 2 ** 70) throw new Error("a number in it is too long");
    }
  }

  signed(): number {
    const code = this.number();
    return this.odd ? -(code + 1) / 2 : code / 2;
  }

  /** The next `length` bytes, for themselves. */
  part(length: number): Reader {
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }
}

/** `total` is asked for when the series is the same as that of its total. Null: nothing is known. */
export function readSeries(reader: Reader, steps: number, exact: boolean, total: () => Series | null): Series | null {
  const mode = reader.number();
  if (mode === 0) return null;
  if (mode === 1) {
    const same = new Float64Array(steps).fill(reader.signed());
    return { low: same, high: same };
  }
  if (mode === 2) return total();
  if (mode !== 3) throw new Error(`a series in it is of the unknown kind ${mode}`);
  const step = reader.number();
  const offset = reader.signed();
  const low = new Float64Array(steps);
  let last = 0;
  for (let i = 0; i < steps; i++) {
    const code = reader.number();
    if (code === 0) low[i] = NaN;
    else {
      last += reader.odd ? (code - 1) / 2 : -code / 2;
      low[i] = offset + step * last;
    }
  }
  if (exact) return { low, high: low };
  const high = new Float64Array(steps);
  for (let i = 0; i < steps; i++) high[i] = Number.isNaN(low[i]) ? NaN : low[i] + step * reader.number();
  return { low, high };
}

/** The lengths of `count` parts, then the parts. */
export function readParts(reader: Reader, count: number): Reader[] {
  const lengths: number[] = [];
  for (let i = 0; i < count; i++) lengths.push(reader.number());
  return lengths.map((length) => reader.part(length));
}
