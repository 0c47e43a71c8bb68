// Where a person writes: text, a file, an answer to a message, a change of one's own, a command from the menu.

import { act, byId, get, make, sizeOf } from "./dom.js";
import { plain } from "./message.js";

const PHOTOS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const drafts = new Map();
const state = { person: null, mode: "", message: null, file: null };

function fit() {
  const area = byId("text");
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function context(title, text) {
  byId("context").hidden = !title;
  byId("context-title").textContent = title;
  byId("context-text").textContent = text;
}

/** Forget what the next message answers, changes or carries. */
export function reset(keepText = false) {
  Object.assign(state, { mode: "", message: null, file: null });
  byId("file").value = "";
  context("", "");
  if (!keepText) byId("text").value = "";
  fit();
}

export function replyTo(message) {
  reset(true);
  Object.assign(state, { mode: "reply", message });
  context("回复", plain(message));
  byId("text").focus();
}

export function editMessage(message) {
  reset();
  Object.assign(state, { mode: "edit", message });
  context("编辑消息", plain(message));
  byId("text").value = message.text || message.caption || "";
  fit();
  byId("text").focus();
}

function attach(file) {
  if (!file) return;
  state.file = file;
  context(PHOTOS.includes(file.type) ? "图片" : "文件", `${file.name} · ${sizeOf(file.size)}`);
  byId("text").focus();
}

async function sendFile(person, text) {
  const form = new FormData();
  form.set("user", person);
  form.set("kind", PHOTOS.includes(state.file.type) ? "photo" : "document");
  form.set("caption", text);
  if (state.mode === "reply") form.set("reply_to", state.message.message_id);
  form.set("file", state.file, state.file.name);
  return act("file", form);
}

async function submit() {
  const text = byId("text").value.trim();
  const person = state.person;
  if (!person || (!text && !state.file)) return;
  byId("send").disabled = true;
  let done;
  if (state.file) done = await sendFile(person, text);
  else if (state.mode === "edit") done = await act("edit", { user: person, message_id: state.message.message_id, text });
  else done = await act("send", { user: person, text, reply_to: state.message?.message_id || 0 });
  byId("send").disabled = false;
  if (done) reset();
  byId("text").focus();
}

async function openCommands() {
  const menu = byId("commands");
  if (!menu.hidden) { menu.hidden = true; return; }
  const commands = await get(`/sandbox/chats/${state.person}/commands`);
  const rows = commands.map((one) => make("button", {
    type: "button",
    onclick: () => { menu.hidden = true; act("send", { user: state.person, text: `/${one.command}` }); },
  }, make("b", {}, `/${one.command}`), make("span", {}, one.description)));
  menu.replaceChildren(...(rows.length ? rows : [make("p", {}, "机器人还没有设置命令")]));
  menu.hidden = false;
}

/** Write for this person from now on; what another had begun is kept for later. */
export function composeFor(person) {
  if (person === state.person) return;
  if (state.mode !== "edit") drafts.set(state.person, byId("text").value);
  state.person = person;
  byId("commands").hidden = true;
  reset();
  byId("text").value = drafts.get(person) || "";
  fit();
}

/** Show the buttons of a reply keyboard, as the newest message that has one wants it. */
export function replyKeys(messages) {
  const holder = byId("reply-keys");
  const newest = [...messages].reverse().find((one) => one.reply_keyboard)?.reply_keyboard;
  const rows = newest?.keyboard || [];
  holder.replaceChildren(...rows.map((row) => make("div", {}, ...row.map((key) => make("button", {
    type: "button", onclick: () => act("send", { user: state.person, text: key.text }),
  }, key.text)))));
  holder.hidden = !rows.length;
}

export function startComposer() {
  byId("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  byId("text").addEventListener("input", fit);
  byId("text").addEventListener("keydown", (event) => {
    // Enter chooses a word while Chinese is being typed; only then does it not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
    if (event.key === "Escape") reset(state.mode !== "edit");
  });
  byId("text").addEventListener("paste", (event) => attach(event.clipboardData.files[0]));
  byId("file").addEventListener("change", (event) => attach(event.target.files[0]));
  byId("context-cancel").addEventListener("click", () => reset(state.mode !== "edit"));
  byId("open-commands").addEventListener("click", (event) => { event.stopPropagation(); openCommands(); });
  document.addEventListener("click", () => { byId("commands").hidden = true; });
  const chat = byId("chat");
  chat.addEventListener("dragover", (event) => event.preventDefault());
  chat.addEventListener("drop", (event) => { event.preventDefault(); attach(event.dataTransfer.files[0]); });
}
