// A message's text with its entities as DOM nodes. Offsets are UTF-16 units, which is what JavaScript counts in.

import { make } from "./dom.js";

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function link(address, children) {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  if (!/^https?:\/\//i.test(url)) return make("span", {}, ...children);
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function wrap(entity, raw, children) {
  switch (entity.type) {
    case "text_link": return link(entity.url, children);
    case "url": return link(raw, children);
    case "pre": return make("pre", {}, ...children);
    case "bot_command": return make("button", { type: "button", class: "command", "data-command": raw }, ...children);
    case "spoiler": {
      const node = make("span", { class: "spoiler", title: "点击显示" }, ...children);
      node.addEventListener("click", () => node.classList.add("seen"));
      return node;
    }
    default: return make(PLAIN[entity.type] || "span", {}, ...children);
  }
}

function pieces(text, entities, from, to) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start >= end) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inner = entities.slice(i + 1).filter((one) => one.offset < end);
    nodes.push(wrap(entity, text.slice(start, end), pieces(text, inner, start, end)));
    at = end;
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1; // a block ends its line by itself
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

/** Return the nodes of a text; entities come sorted by offset, the longer first. */
export function textNodes(text, entities = []) {
  return make("div", { class: "text" }, ...pieces(text, entities, 0, text.length));
}
