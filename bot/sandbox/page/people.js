// The list of people on the left, with what was said last and how much is unread.

import { byId, make } from "./dom.js";
import { plain } from "./message.js";

export const colour = (person) => `avatar c${person.id % 6}`;
export const initial = (person) => [...person.name].slice(0, 1).join("");

function row(person, current, onChoose) {
  const last = person.last ? (person.last.from_bot ? "" : "我：") + plain(person.last).replace(/\s+/g, " ").slice(0, 60) : "";
  const state = person.blocked ? "已屏蔽" : person.started ? "" : "未开始";
  return make("button", {
    type: "button", class: "person", "data-user-id": person.id, "aria-current": String(person.id === current),
    onclick: () => onChoose(person.id),
  },
  make("span", { class: colour(person), "aria-hidden": "true" }, initial(person)),
  make("span", { class: "lines" },
    make("span", { class: "line" }, make("b", {}, person.name), make("small", {}, [person.label, state].filter(Boolean).join(" · "))),
    make("span", { class: "line" }, make("small", {}, last || "还没有消息"),
      person.unread ? make("span", { class: "badge", "aria-label": `${person.unread}条未读` }, String(Math.min(person.unread, 99))) : null)));
}

/** Draw the list, people under their section's heading in the order they were added. */
export function drawPeople(people, current, onChoose) {
  const sections = new Map();
  for (const person of people) {
    const name = person.section || "其他";
    if (!sections.has(name)) sections.set(name, []);
    sections.get(name).push(person);
  }
  const nodes = [];
  for (const [name, members] of sections) {
    nodes.push(make("h2", {}, name), ...members.map((person) => row(person, current, onChoose)));
  }
  byId("people").replaceChildren(...nodes);
}
