/** What who leads a room can do: turns, slow mode, agreeing first, and the norms. */
import { announce } from "../ui/announce.js";
import { button, field, h, select } from "../ui/dom.js";
import { t } from "../ui/words.js";
import { nameOf } from "./message.js";

/** Draws the tools anew; one that was open stays open. */
export function leading(chat, client, before) {
  const { manner, hands, turn, norms } = chat.talk;
  const put = (kind, body) => client.put(chat.room, kind, body);
  const slow = select({ id: "slow", onchange: () => change({ slow_s: Number(slow.value) }) }, SLOW.map((n) => [String(n), n === 0 ? t("slow_off") : t("slow_every", { n })]), String(manner.slow_s ?? 0));
  const change = (fields) => {
    put("manner", fields);
    announce(t("manner_changed"));
  };
  const checks = ["turns", "agree", "typing", "read"].map((key) => check(key, manner[key] === true, (on) => change({ [key]: on })));
  const given = hands.map((who) => button(t("turn_give", { name: nameOf(chat, { who, own: who === chat.me }) }), { class: "small", onclick: () => put("turn", { state: "given", who }) }));
  const end = turn !== undefined && button(t("turn_end"), { class: "small", id: "turn-over", onclick: () => put("turn", { state: "ended" }) });
  return h(
    "details",
    { id: "lead", open: before?.open },
    h("summary", {}, t("lead")),
    manner.turns && h("p", { class: "row" }, ...given, end),
    field(t("slow"), slow),
    ...checks,
    normsForm(norms, chat, (texts) => {
      put("norms", { texts });
      announce(t("norms_changed"));
    }),
  );
}

function check(key, isOn, change) {
  const input = h("input", { type: "checkbox", id: `lead-${key}`, checked: isOn, onchange: () => change(input.checked) });
  return h("label", { class: "choice", for: input.id }, input, h("span", {}, t(`lead_${key}`)));
}

function normsForm(norms, chat, save) {
  const text = h("textarea", { id: "lead-norms", rows: "4", dir: "auto" });
  text.value = (norms?.lines ?? []).join("\n");
  const form = h("form", {}, field(t("lead_norms"), text, t("lead_norms_hint")), h("button", { class: "small" }, t("save")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const lines = text.value.split("\n").map((line) => line.trim()).filter(Boolean);
    save([{ lang: norms?.lang ?? chat.language ?? document.documentElement.lang, lines }]);
  });
  return form;
}

const SLOW = [0, 10, 30, 60, 120, 300];
