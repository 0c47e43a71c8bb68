// One message as a list item: bubble, file, buttons, and the small menu beside it.

import { make, sizeOf, timeOf } from "./dom.js";
import { textNodes } from "./text.js";

export const plain = (message) => message.text || message.caption
  || { photo: "［图片］", document: "［文件］", voice: "［语音］", sticker: "［贴纸］" }[message.file?.kind] || "［消息］";

function fileNodes(message) {
  const file = message.file;
  if (!file) return [];
  if (file.kind === "photo") {
    const image = make("img", { class: "photo", src: file.url, alt: message.caption || "图片" });
    return [make("a", { href: file.url, target: "_blank", rel: "noopener" }, image)];
  }
  if (file.kind === "sticker") return [make("div", { class: "sticker" }, message.sticker?.emoji || "🙂")];
  const kind = file.kind === "document" ? file.name.split(".").pop().slice(0, 4).toUpperCase() : "♪";
  const label = file.kind === "document" ? file.name : `${{ voice: "语音", audio: "音频", video: "视频" }[file.kind]}`;
  return [make("a", { class: "document", href: file.url, download: file.name },
    make("i", { "aria-hidden": "true" }, kind), make("span", {}, make("b", {}, label), make("small", {}, sizeOf(file.size))))];
}

function quoteOf(message) {
  const quoted = message.reply_to_message;
  if (!quoted) return null;
  const show = () => {
    const node = document.querySelector(`[data-message-id="${quoted.message_id}"]`);
    node?.scrollIntoView({ block: "center" });
    node?.classList.add("flash");
    setTimeout(() => node?.classList.remove("flash"), 1300);
  };
  return make("button", { type: "button", class: "quote", onclick: show }, plain(quoted).slice(0, 120));
}

function originOf(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const who = origin.sender_user_name || origin.sender_user?.first_name || origin.chat?.title || "";
  return make("div", { class: "origin" }, `转发自 ${who}`);
}

function keyNode(message, key, onPress) {
  if (key.url) {
    const safe = /^https?:\/\//i.test(key.url) ? key.url : undefined;
    return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, `${key.text} ↗`);
  }
  const node = make("button", { type: "button" }, key.text);
  node.addEventListener("click", () => onPress(message, key, node));
  return node;
}

function keysOf(message, onPress) {
  const rows = message.reply_markup?.inline_keyboard || [];
  if (!rows.length) return null;
  return make("div", { class: "keys" },
    ...rows.map((row) => make("div", {}, ...row.map((key) => keyNode(message, key, onPress)))));
}

function menuOf(message, own, actions) {
  const button = make("button", { type: "button", class: "more", "aria-label": "更多", "aria-expanded": "false" }, "⋯");
  const holder = make("div", { class: "menu", hidden: true });
  const item = (label, run) => make("button", { type: "button", onclick: () => { close(); run(message); } }, label);
  const close = () => { holder.hidden = true; button.setAttribute("aria-expanded", "false"); };
  holder.append(item("回复", actions.reply), item("👍 赞", actions.like));
  if (own && !message.forward_origin && message.file?.kind !== "sticker") holder.append(item("编辑", actions.edit));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const open = holder.hidden;
    for (const other of document.querySelectorAll(".message .menu")) other.hidden = true;
    holder.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) document.addEventListener("click", close, { once: true });
  });
  return [button, holder];
}

/** Return the list item of a message. `actions` has press, reply, edit and like. */
export function messageItem(message, actions) {
  const own = !message.from_bot;
  const body = message.text || message.caption || "";
  const entities = message.entities || message.caption_entities || [];
  const service = message.migrate_to_chat_id ? "（会话已升级）" : "";
  const bubble = make("div", { class: "bubble" }, quoteOf(message), originOf(message), ...fileNodes(message),
    body || service ? textNodes(body || service, entities) : null);
  if (message.reactions.length) {
    bubble.append(make("div", { class: "reactions" }, ...message.reactions.map((one) => make("span", {}, one.emoji))));
  }
  const when = make("time", {}, (message.edit_date ? "已编辑 " : "") + timeOf(message.date));
  bubble.append(make("div", { class: "meta" }, ...menuOf(message, own, actions), when));
  return make("li", { class: `message${own ? " own" : ""}`, "data-message-id": message.message_id },
    bubble, keysOf(message, actions.press));
}
