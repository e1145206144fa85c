// codec.ts - decodes a report's blocks: base64, raw deflate, varints, series. web/FORMAT.md defines the encoding.
import type { Series } from "./types";

export type Inflate = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Inflates with the browser's DecompressionStream. */
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

export class Truncated extends Error {
  constructor() {
    super("it is truncated");
  }
}

/** Reads varints in sequence. Throws Truncated when bytes run out. */
export class Reader {
  at: number;
  /** Whether the last number was odd. Kept apart because a double above 2^53 has lost its lowest bit. */
  odd = false;
  constructor(
    readonly bytes: Uint8Array,
    from = 0,
    readonly end = bytes.length,
  ) {
    this.at = from;
    if (!(end <= bytes.length && from <= end)) throw new Truncated();
  }

  /** Uses no bit operations: a number may exceed 2^53 and is then rounded to the nearest double. */
  number(): number {
    let value = 0;
    let scale = 1;
    this.odd = this.at < this.end && (this.bytes[this.at] & 1) === 1;
    for (;;) {
      if (this.at >= this.end) throw new Truncated();
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
      if (scale > 2 ** 70) throw new Error("a varint is too long");
    }
  }

  signed(): number {
    const code = this.number();
    return this.odd ? -(code + 1) / 2 : code / 2;
  }

  /** A reader for the next `length` bytes, which are skipped here. */
  part(length: number): Reader {
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }
}

/** `total` is called when the series equals that of its total metric. Null: no value is known. */
export function readSeries(reader: Reader, steps: number, exact: boolean, total: () => Series | null): Series | null {
  const mode = reader.number();
  if (mode === 0) return null;
  if (mode === 1) {
    const same = new Float64Array(steps).fill(reader.signed());
    return { low: same, high: same };
  }
  if (mode === 2) return total();
  if (mode !== 3) throw new Error(`unknown series mode ${mode}`);
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

/** Splits a block into `count` parts: their lengths come first, then the parts. */
export function readParts(reader: Reader, count: number): Reader[] {
  const lengths: number[] = [];
  for (let i = 0; i < count; i++) lengths.push(reader.number());
  return lengths.map((length) => reader.part(length));
}
