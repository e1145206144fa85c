// An encoder for web/FORMAT.md, for tests. It is independent of the one in C; one decoder has to read both.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Inflate } from "../src/report/codec";

/** Replaces DecompressionStream, which has no deflate-raw in Node 18. */
export const inflate: Inflate = (bytes) => Promise.resolve(new Uint8Array(inflateRawSync(bytes)));

export class Writer {
  readonly bytes: number[] = [];

  number(value: number): this {
    while (value >= 128) {
      this.bytes.push((value % 128) + 128);
      value = Math.floor(value / 128);
    }
    this.bytes.push(value);
    return this;
  }

  signed(value: number): this {
    return this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  all(bytes: readonly number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Encodes integers, NaN for gaps. With `high`: minimum and maximum per bucket, else exact. */
export function encodeSeries(low: readonly number[], high?: readonly number[]): number[] {
  const out = new Writer();
  const known = low.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return out.number(0).bytes;
  const offset = known[0];
  let step = 0;
  for (let i = 0; i < low.length; i++) {
    if (Number.isNaN(low[i])) continue;
    step = gcd(step, Math.abs(low[i] - offset));
    if (high) step = gcd(step, high[i] - low[i]);
  }
  if (step === 0) {
    if (known.length === low.length) return out.number(1).signed(offset).bytes;
    step = 1;
  }
  out.number(3).number(step).signed(offset);
  let last = 0;
  for (const value of low) {
    if (Number.isNaN(value)) {
      out.number(0);
      continue;
    }
    const k = (value - offset) / step;
    const change = k - last;
    out.number(1 + (change < 0 ? -2 * change - 1 : 2 * change));
    last = k;
  }
  if (high) low.forEach((value, i) => !Number.isNaN(value) && out.number((high[i] - value) / step));
  return out.bytes;
}

export function parts(all: readonly (readonly number[])[]): number[] {
  const out = new Writer();
  for (const part of all) out.number(part.length);
  for (const part of all) out.all(part);
  return out.bytes;
}

export const pack = (bytes: ArrayLike<number>): string => deflateRawSync(Uint8Array.from(bytes)).toString("base64");
