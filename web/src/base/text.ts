// text.ts - untrusted text from a report made safe to show. Tags are four arbitrary bytes; descriptions come from
// files.

/** Replaces control characters and characters that change the writing direction by visible symbols. */
export function visible(raw: string): string {
  return raw.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (sign) => {
      const code = sign.charCodeAt(0);
      if (code < 32) return String.fromCharCode(0x2400 + code);
      return code === 127 ? "\u2421" : "\ufffd";
    },
  );
}

/** A tag's name. Leading and trailing spaces are significant and shown as U+2423; an empty name is "(empty)". */
export function visibleTag(raw: string): string {
  if (raw === "") return "(empty)";
  return visible(raw).replace(/^ +| +$/g, (blanks) => "\u2423".repeat(blanks.length));
}

/** One cell of a CSV file. Text that a spreadsheet would run as a formula gets a leading apostrophe. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\r\n']/.test(safe) || safe !== value ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}
