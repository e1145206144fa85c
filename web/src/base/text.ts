// Text from a report as it can be shown. Tags are four arbitrary bytes, and descriptions come from files.

/** Controls and what turns the direction of writing become visible signs; all else stays. */
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

/** A tag's name: also leading and trailing blanks are part of it, and an empty one is said. */
export function visibleTag(raw: string): string {
  if (raw === "") return "(empty)";
  return visible(raw).replace(/^ +| +$/g, (blanks) => "\u2423".repeat(blanks.length));
}

/** One cell of a CSV file; what a spreadsheet would take for a formula is quoted as text. */
export function csvCell(value: string | number): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\r\n']/.test(safe) || safe !== value ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}
