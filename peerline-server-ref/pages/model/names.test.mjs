/** Rooms under names of their own: what a page opens, what it keeps, what it forgets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Names, takesTickets } from "./names.js";

function world(kept = []) {
  const listeners = new Map();
  const under = [];
  const told = [];
  const client = {
    on: (type, listener) => listeners.set(type, listener),
    openUnder: (room) => under.push(room),
  };
  const acts = {
    heard: (home, { kind }, history) => told.push([home, kind, history]),
    opened: (room) => told.push(["opened", room]),
    refused: ({ room }) => told.push(["refused", room]),
  };
  const store = { read: () => kept, write: (list) => (kept = list) };
  const names = new Names(client, acts, store);
  return { names, under, told, hear: (type, event) => listeners.get(type)(event), kept: () => kept };
}

const DAY = { room: "day", kind: "drop_in", topic: "grief", language: "en" };

test("what the line says to a name is opened with it, once, and heard from there", () => {
  const { names, under, told, hear } = world();
  names.enter(DAY);
  assert.equal(names.isWaiting, true);
  hear("opened", { room: "day", who: "w" });
  hear("opened", { room: "day", who: "w" });
  hear("opened", { room: "other", who: "v" });
  hear("entry", { room: "~w", entry: { kind: "notice" }, history: false });
  hear("entry", { room: "day", entry: { kind: "msg" }, history: false });
  assert.deepEqual(under, ["~w"]);
  assert.deepEqual(told, [["opened", "day"], ["~w", "notice", false]]);
  assert.equal(names.isWaiting, false);
});

test("a page that is loaded again knows which rooms it entered, and forgets those it left or was refused", () => {
  const { names, told, hear, kept } = world();
  names.enter({ ...DAY, about: "what is not kept" });
  assert.deepEqual(kept(), [DAY]);
  names.enter({ ...DAY, room: "night" });
  names.forget("day");
  assert.equal(names.has("day"), false);
  hear("room_refused", { room: "elsewhere" });
  hear("room_refused", { room: "night", why: "full" });
  assert.deepEqual(told, [["refused", "night"]]);
  assert.deepEqual(kept(), []);
});

test("rooms where people come and go take tickets, and no other", () => {
  const kinds = ["one_to_one", "crisis", "circle", "drop_in", "session", "staff"];
  assert.deepEqual(kinds.filter(takesTickets), ["drop_in", "session"]);
});
