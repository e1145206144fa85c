// meta.ts - parses and validates the JSON of a report. Invalid parts are dropped, so that no other file has to check.
import { visible, visibleTag } from "../base/text";
import { METRICS, type Card, type MatrixInfo, type Meta, type Metric, type Verdicts } from "./types";

type Json = { readonly [key: string]: unknown };

const object = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown, or: number): number =>
  typeof value === "number" && Number.isFinite(value) ? value : or;
const count = (value: unknown): number => Math.max(0, Math.floor(number(value, 0)));
const sentences = (value: unknown): string[] =>
  list(value)
    .map((item) => visible(text(item)))
    .filter((item) => item !== "");

/** A verdict that calls the tag a leak, or probably one. */
export const isFound = (verdict: string | null | undefined): boolean => verdict === "leak" || verdict === "probable";

/** Integers from 0 to below `below`, without repeats, in their order. */
function indices(value: unknown, below: number): number[] {
  const all = list(value).filter(
    (item): item is number => typeof item === "number" && Number.isInteger(item) && item >= 0 && item < below,
  );
  return [...new Set(all)];
}

function metricsOf(value: unknown): Metric[] {
  const given = list(value).map(object);
  return METRICS.map((name) => {
    const metric = object(given.find((item) => item.name === name));
    return {
      name,
      bytes: name.endsWith("Bytes"),
      pool: name.startsWith("Total") ? "total" : name.startsWith("Paged") ? "paged" : "nonpaged",
      known: metric.known === true,
      series: metric.series === true,
    };
  });
}

function verdictsOf(value: unknown, entries: number): Verdicts | null {
  if (value === null || value === undefined) return null;
  const given = object(value);
  const cards = list(given.cards)
    .map(object)
    .map((card): Card => ({
      tags: indices(card.tags, entries),
      verdict: visible(text(card.verdict)),
      points: number(card.points, NaN),
      rate: visible(text(card.rate)),
      rates: sentences(card.rates),
      bytes: card.quantity === "bytes",
      perDay: [0, 1, 2].map((i) => number(list(card.perDay)[i], NaN)) as [number, number, number],
      change: visible(text(card.change)),
      why: visible(text(card.why)),
      settle: visible(text(card.settle)),
      freed: visible(text(card.freed)),
      perBlock: visible(text(card.perBlock)),
      partners: visible(text(card.partners)),
      reason: visible(text(card.reason)),
      minor: card.minor === true,
    }));
  const of = list(given.of);
  const since = list(given.since);
  return {
    cards: cards.filter((card) => card.tags.length > 0),
    of: Array.from({ length: entries }, (_, entry) => visible(text(of[entry])) || null),
    since: Array.from({ length: entries }, (_, entry) =>
      typeof since[entry] === "number" ? (since[entry] as number) : null,
    ),
    groups: sentences(given.groups),
    exhaustion: sentences(given.exhaustion),
    explained: visible(text(given.explained)),
    warnings: sentences(given.warnings),
  };
}

function matrixOf(value: unknown, entries: number): MatrixInfo | null {
  const given = object(value);
  const order = indices(given.order, entries);
  if (order.length < 2) return null;
  const selected = object(given.selected);
  const names = indices(selected.entries, entries);
  const r = list(selected.r).map((item) => (typeof item === "number" && Number.isFinite(item) ? item : null));
  return {
    metric: text(given.type),
    order,
    steps: Math.max(1, count(given.steps)),
    all: given.all === true,
    selected: names.length > 0 && r.length === names.length ** 2 ? { entries: names, r } : null,
  };
}

/** Throws an error with a sentence for the reader when the JSON is invalid or of another format. */
export function readMeta(source: string): Meta {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    throw new Error("The report is truncated or damaged: its JSON cannot be parsed. Please create it again.");
  }
  const json = object(parsed);
  if (json.format !== 1)
    throw new Error(
      `This page reads format 1, but the report has format ${visible(String(json.format))}. Please create it again.`,
    );
  const tags = list(json.tags).map(text);
  const entries = tags.length;
  const moments = count(json.moments);
  const machine = object(json.machine);
  const metrics = metricsOf(json.types);
  const starts = indices(json.bucketStarts, moments).sort((a, b) => a - b);
  const asked = metrics.findIndex((metric) => metric.name === json.type && metric.known);
  const drivers = list(json.drivers);
  const descriptions = list(json.descriptions);
  return {
    program: visible(text(json.program)),
    title: visible(text(json.title)),
    machine: { host: visible(text(machine.host)), os: visible(text(machine.os)) },
    metric: Math.max(0, asked >= 0 ? asked : metrics.findIndex((metric) => metric.known)),
    open: json.open === "Correlation" ? "Correlation" : "Timeline",
    correlate: json.correlate === "all" ? "all" : "selected",
    local: json.local === true,
    localKnown: json.localKnown === true,
    utcKnown: json.utcKnown !== false,
    step: Math.max(0, number(json.step, 0)),
    apart: visible(text(json.apart)),
    paced: json.paced !== false,
    moments,
    files: count(json.files),
    boots: indices(json.boots, moments),
    bootsKnown: json.bootsKnown === true,
    gaps: list(json.gaps)
      .map(object)
      .map((gap) => ({ since: number(gap.since, NaN), until: number(gap.until, NaN), why: visible(text(gap.why)) }))
      .filter((gap) => gap.since <= gap.until),
    notes: sentences(json.notes),
    warnings: sentences(json.warnings),
    reduced: sentences(json.reduced),
    bucketStarts: starts,
    exact: starts.length === moments,
    metrics,
    tags,
    names: tags.map((tag, entry) => (entry === 0 ? visible(tag) : visibleTag(tag))),
    drivers: tags.map((_, entry) => visible(text(drivers[entry]))),
    descriptions: tags.map((_, entry) => visible(text(descriptions[entry]))),
    selected: indices(json.selected, entries),
    lists: list(json.lists)
      .map(object)
      .map((item) => ({ title: visible(text(item.title)), tags: indices(item.tags, entries) })),
    detail: indices(json.detail, entries),
    verdicts: verdictsOf(json.verdicts, entries),
    matrix: matrixOf(json.matrix, entries),
  };
}
