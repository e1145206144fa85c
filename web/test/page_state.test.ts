// The state of the view: history, slots, links, selection; and validation of untrusted text and JSON.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csvCell, visible, visibleTag } from "../src/base/text";
import { Trail } from "../src/base/trail";
import { readMeta } from "../src/report/meta";
import type { Meta } from "../src/report/types";
import { isIsolated, isolate, toggleDrawn, toggleHidden, toggleHighlight, drawn } from "../src/state/choice";
import { firstState, giveSlots, isOfAnother, makeStore, signal, stateFromHash, stateToHash } from "../src/state/store";

function meta(entries = 20): Meta {
  const tags = Array.from({ length: entries }, (_, i) => (i === 0 ? "TOTAL" : `T${i}`));
  return readMeta(
    JSON.stringify({
      format: 1,
      moments: 3,
      bucketStarts: [0, 1, 2],
      tags,
      selected: [0, 9, 5, 3],
      lists: [{ title: "x", tags: [5, 3] }],
      types: [
        { name: "TotalUsedBytes", known: true, series: true },
        { name: "PagedDiff", known: false },
      ],
      localKnown: true,
    }),
  );
}

test("history as in matplotlib: a new step drops the forward steps, home is a step", () => {
  const trail = new Trail("home");
  trail.go("a");
  trail.go("b");
  trail.navigate("back");
  assert.equal(trail.here, "a");
  trail.navigate("forward");
  assert.equal(trail.here, "b");
  trail.navigate("back");
  trail.go("c");
  assert.equal(trail.canGoForward, false);
  trail.navigate("home");
  assert.equal(trail.here, "home");
  trail.navigate("back");
  assert.equal(trail.here, "c");
  for (let i = 0; i < 5; i++) trail.navigate("back");
  assert.deepEqual([trail.here, trail.canGoBack], ["home", false]);
});

test("highlighted first: tags of -it, then by growth", () => {
  assert.deepEqual(firstState(meta()).highlighted, [9, 3, 5]);
});

test("a tag keeps its colour when others are added or removed", () => {
  const slots = giveSlots({}, [5, 6, 7]);
  assert.deepEqual(slots, { 5: 0, 6: 1, 7: 2 });
  assert.deepEqual(giveSlots(slots, [7, 5]), { 7: 2, 5: 0 });
  assert.deepEqual(giveSlots({ 7: 2, 5: 0 }, [9, 7, 5]), { 9: 1, 7: 2, 5: 0 });
});

test("a link restores the state and is empty for the first state", () => {
  const m = meta();
  const state = firstState(m);
  assert.equal(stateToHash(state, m), "");
  const changed = {
    ...state,
    log: true,
    x: { since: 1, until: 5 },
    filter: 'a"<%ä',
    curves: { 3: { label: "Ü#&", width: 2 } },
    hidden: [5],
  };
  assert.deepEqual(stateFromHash("#" + stateToHash(changed, m), m), changed);
});

test("a link names the metric as --type does", () => {
  const m = meta();
  m.metrics[1].known = true;
  const hash = stateToHash({ ...firstState(m), metric: 1 }, m);
  assert.match(hash, /"type":1/);
  assert.equal(stateFromHash("#" + hash, m).metric, 1);
});

test("styles, colours and sizes of a link are checked", () => {
  const m = meta();
  const of = (curve: object): object =>
    stateFromHash(`#${JSON.stringify({ of: "20.3", curves: { 3: curve } })}`, m).curves;
  assert.deepEqual(of({ line: "dashed", colour: "#aa00ff" }), { 3: { line: "dashed", colour: "#aa00ff" } });
  for (const wrong of [{ line: "zigzag" }, { marker: 1 }, { colour: "red" }, { width: 1e9 }, { other: "x" }])
    assert.deepEqual(of(wrong), {}, JSON.stringify(wrong));
});

test("a link of another report is known as such", () => {
  const m = meta();
  assert.ok(isOfAnother('#{"of":"21.3","log":true}', m));
  for (const own of ["", "#", "#%zz", '#{"of":"20.3","log":true}']) assert.ok(!isOfAnother(own, m), own);
});

test("links to another report, broken links and invalid values are ignored", () => {
  const m = meta();
  const hash = stateToHash({ ...firstState(m), log: true }, m);
  assert.equal(stateFromHash("#" + hash, meta(21)).log, false);
  assert.deepEqual(stateFromHash("#%zz", m), firstState(m));
  const nonsense = {
    of: "20.3",
    log: "yes",
    metric: 5,
    shown: [99],
    x: { since: 5, until: 1 },
    y: [1],
    tab: "None",
    slots: { 3: 99 },
    curves: { 3: { width: [] } },
    theme: "dark",
    __proto__: 1,
  };
  assert.deepEqual(stateFromHash("#" + JSON.stringify(nonsense), m), { ...firstState(m), theme: "dark" });
  const place = (cells: string): string => `#{"of":"20.3","heat":{"x":1,"y":2,"cells":${cells}}}`;
  assert.deepEqual(stateFromHash(place("4"), m).heat, { x: 1, y: 2, cells: 4 });
  assert.equal(stateFromHash(place("1e999"), m).heat, null); // JSON.parse returns Infinity
});

test("listeners are called with the changed keys, and only on changes", () => {
  const store = makeStore(firstState(meta()));
  const heard: string[] = [];
  const end = store.subscribe((_, changed) => heard.push([...changed].join()));
  store.update({ log: true, filter: "" });
  store.update({ log: true });
  end();
  store.update({ log: false });
  assert.deepEqual(heard, ["log"]);
  const one = signal(1);
  const values: number[] = [];
  one.subscribe((value) => values.push(value));
  one.set(1);
  one.set(2);
  assert.deepEqual(values, [2]);
});

test("hide, isolate, add to the chart and remove", () => {
  const store = makeStore(firstState(meta()));
  assert.deepEqual(drawn(store.state), [9, 5, 3]);
  toggleHidden(store, 5);
  assert.deepEqual(drawn(store.state), [9, 3]);
  isolate(store, [12]);
  assert.deepEqual(drawn(store.state), [12]);
  assert.ok(isIsolated(store.state, [12]));
  isolate(store, [12]);
  assert.deepEqual(drawn(store.state), [9, 5, 3, 12]);
  toggleDrawn(store, 9);
  assert.deepEqual(
    [drawn(store.state), store.state.highlighted],
    [
      [5, 3, 12],
      [3, 5, 12],
    ],
  );
  toggleHighlight(store, 3);
  assert.deepEqual(
    [drawn(store.state), store.state.highlighted],
    [
      [5, 3, 12],
      [5, 12],
    ],
  );
  store.update({ total: true });
  assert.deepEqual(drawn(store.state), [0, 5, 3, 12]);
});

test("isolating does not change the colours of other tags", () => {
  const store = makeStore(firstState(meta()));
  const before = store.state.slots;
  isolate(store, [12]);
  for (const entry of [9, 3, 5]) assert.equal(store.state.slots[entry], before[entry]);
});

test("the ninth tag is grey until highlighted", () => {
  const store = makeStore(firstState(meta()));
  for (let entry = 10; entry < 16; entry++) toggleDrawn(store, entry);
  assert.equal(store.state.highlighted.length, 8);
  assert.ok(drawn(store.state).includes(15) && !store.state.highlighted.includes(15));
  toggleHighlight(store, 15);
  assert.equal(store.state.slots[15], 8); // the first colour, dashed
});

test("control and bidirectional characters become visible symbols", () => {
  assert.equal(visible("a\u0000b\u202ec\u007f\ud800"), "a␀b\ufffdc␡\ufffd");
  assert.equal(visible("Ä 😀"), "Ä 😀");
  assert.equal(visibleTag(" ap "), "␣ap␣");
  assert.equal(visibleTag(""), "(empty)");
  assert.deepEqual(["=1", "+1", "-1", "@a", "a,b", 'a"b', "ok"].map(csvCell), [
    `"'=1"`,
    `"'+1"`,
    `"'-1"`,
    `"'@a"`,
    `"a,b"`,
    `"a""b"`,
    "ok",
  ]);
  assert.deepEqual([-5, NaN].map(csvCell), ["-5", ""]); // numbers are not quoted
});

test("missing and invalid JSON values read as empty", () => {
  const empty = readMeta('{"format": 1}');
  assert.deepEqual([empty.tags.length, empty.moments, empty.metric, empty.matrix, empty.exact], [0, 0, 0, null, true]);
  const odd = readMeta(
    '{"format": 1, "tags": [5, null, "x"], "selected": [0, 7, -1, "a", 2, 2], "boots": [9], "moments": 4, "gaps": [{"since": 5, "until": 1}], "matrix": {"order": [1]}, "verdicts": {"cards": [{"tags": [9]}], "of": [1]}}',
  );
  assert.deepEqual([odd.selected, odd.boots, odd.gaps, odd.matrix, odd.verdicts?.cards], [[0, 2], [], [], null, []]);
});
