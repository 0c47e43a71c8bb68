// The page: loads the state, follows the sandbox's events, and draws the chosen person's chat.

import { setClock, startClock } from "./clock.js";
import { composeFor, editMessage, replyKeys, replyTo, startComposer } from "./composer.js";
import { act, alertBox, byId, dayKey, dayOf, get, make, toast } from "./dom.js";
import { messageItem } from "./message.js";
import { colour, drawPeople, initial } from "./people.js";

const page = { people: [], current: 0, messages: new Map(), bot: {}, seq: 0, day: "", atEnd: true, pressed: new Map(), stream: null };
const person = (id) => page.people.find((one) => one.id === id);

const actions = {
  press: async (message, key, node) => {
    node.classList.add("busy");
    const free = () => node.classList.remove("busy");
    const pressed = await act("press", { user: page.current, message_id: message.message_id, button: key.callback_data || key.text });
    if (!pressed?.query) { free(); return; }
    page.pressed.set(pressed.query, free);
    setTimeout(free, 8000);
  },
  reply: replyTo,
  edit: editMessage,
  like: (message) => {
    const mine = message.reactions.some((one) => one.user === page.current && one.emoji === "👍");
    act("react", { user: page.current, message_id: message.message_id, emoji: mine ? "" : "👍" });
  },
};

const toEnd = () => { byId("scroll").scrollTop = byId("scroll").scrollHeight; };

/** Stay at the end of the log when a picture arrives or the composer grows, unless the reader has scrolled up. */
function stayAtEnd() {
  const node = byId("scroll");
  node.addEventListener("scroll", () => { page.atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 60; });
  const watch = new ResizeObserver(() => { if (page.atEnd) toEnd(); });
  watch.observe(node);
  watch.observe(byId("log"));
}

function addItem(message) {
  const day = dayKey(message.date);
  if (day !== page.day) {
    page.day = day;
    byId("log").append(make("li", { class: "day" }, dayOf(message.date)));
  }
  byId("log").append(messageItem(message, actions));
}

function drawLog() {
  page.day = "";
  byId("log").replaceChildren();
  for (const message of page.messages.values()) addItem(message);
  replyKeys([...page.messages.values()]);
  page.atEnd = true;
  toEnd();
}

function drawMessage(message) {
  const end = page.atEnd || !message.from_bot;
  const old = byId("log").querySelector(`[data-message-id="${message.message_id}"]`);
  page.messages.set(message.message_id, message);
  if (old) old.replaceWith(messageItem(message, actions));
  else addItem(message);
  replyKeys([...page.messages.values()]);
  if (end) toEnd();
}

function drawPerson() {
  const one = person(page.current);
  byId("chat").hidden = !one;
  byId("empty").hidden = Boolean(one);
  document.body.classList.toggle("in-chat", Boolean(one));
  if (!one) return;
  byId("who-avatar").className = colour(one);
  byId("who-avatar").textContent = initial(one);
  byId("who-name").textContent = one.name;
  byId("who-label").textContent = one.label;
  byId("block").hidden = !one.started;
  byId("block").textContent = one.blocked ? "解除屏蔽" : "屏蔽机器人";
  const open = one.started && !one.blocked;
  byId("composer").hidden = !open;
  byId("gate").hidden = open;
  byId("gate-code").hidden = one.blocked;
  byId("gate-go").textContent = one.blocked ? "重新启用" : "开始";
  byId("gate-text").textContent = one.blocked ? "已屏蔽机器人，收不到它的消息。" : page.description || `${one.name} 还没有打开过机器人。`;
}

const drawList = () => drawPeople(page.people, page.current, choose);

async function choose(id) {
  page.current = id;
  history.replaceState(null, "", id ? `#${id}` : " ");
  page.messages = new Map();
  byId("typing").hidden = true;
  drawPerson();
  drawList();
  if (!id) return;
  composeFor(id);
  const answer = await get(`/sandbox/chats/${id}/messages`);
  if (page.current !== id) return;
  page.messages = new Map(answer.messages.map((one) => [one.message_id, one]));
  drawLog();
  markRead();
}

function markRead() {
  const one = person(page.current);
  if (one?.unread && document.visibilityState === "visible") {
    one.unread = 0;
    drawList();
    act("read", { chat: one.id });
  }
}

function onMessage(event) {
  const one = person(event.chat);
  const message = event.message;
  if (!one) return;
  if (event.kind === "message") {
    one.last = message;
    if (!message.from_bot) Object.assign(one, { started: true, unread: 0 });
    else if (event.seq > page.seq) one.unread += 1; // else the state has counted it already
  } else if (one.last?.message_id === message.message_id) one.last = message;
  if (event.chat === page.current) {
    const was = byId("composer").hidden;
    if (message.from_bot) byId("typing").hidden = true;
    drawMessage(message);
    if (was) drawPerson();
    markRead();
  }
  drawList();
}

function onAnswer(event) {
  page.pressed.get(event.query)?.();
  page.pressed.delete(event.query);
  if (event.user !== page.current || !event.text) return;
  if (event.show_alert) alertBox(event.text);
  else toast(event.text);
}

let typingTimer = 0;
function onAction(event) {
  if (event.chat !== page.current) return;
  byId("typing").textContent = event.action === "typing" ? `${page.bot.name} 正在输入…` : `${page.bot.name} 正在发送文件…`;
  byId("typing").hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => { byId("typing").hidden = true; }, 5000);
}

const onEvent = {
  message: onMessage,
  edit: onMessage,
  reaction: onMessage,
  answer: onAnswer,
  action: onAction,
  clock: setClock,
  delete: (event) => {
    if (event.chat !== page.current || !page.messages.delete(event.message_id)) return;
    byId("log").querySelector(`[data-message-id="${event.message_id}"]`)?.remove();
  },
  read: (event) => { const one = person(event.chat); if (one) { one.unread = 0; drawList(); } },
  user: () => load(),
  bot: (event) => { page.bot.name = event.name; byId("bot-name").textContent = event.name; },
};

async function load() {
  const state = await get("/sandbox/state");
  Object.assign(page, { people: state.people, bot: state.bot, description: state.description, seq: state.seq });
  byId("bot-name").textContent = state.bot.name;
  document.title = `${state.bot.name} · 演示台`;
  setClock(state.clock);
  drawList();
  drawPerson();
  return state.seq;
}

function follow(seq) {
  page.stream?.close();
  page.stream = new EventSource(`/sandbox/events?after=${seq}`);
  page.stream.onmessage = (event) => {
    const what = JSON.parse(event.data);
    onEvent[what.kind]?.(what);
  };
  page.stream.onerror = () => {
    // Begin afresh: after a restart the sandbox counts from one again.
    page.stream.close();
    setTimeout(begin, 1500);
  };
}

async function begin() {
  try {
    const seq = await load();
    const wanted = page.current || Number(location.hash.slice(1));
    if (wanted) await choose(person(wanted) ? wanted : 0);
    follow(seq);
  } catch {
    toast("连接已断开，演示程序是否还在运行？");
    setTimeout(begin, 3000);
  }
}

function codeOf(text) {
  const found = /[?&]start=([\w-]+)/.exec(text);
  return found ? found[1] : text.trim().replace(/^\/start\s*/, "");
}

function startPage() {
  byId("back").addEventListener("click", () => choose(0));
  byId("block").addEventListener("click", () => act(person(page.current).blocked ? "unblock" : "block", { user: page.current }));
  byId("gate-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (person(page.current).blocked && !(await act("unblock", { user: page.current }))) return;
    await act("start", { user: page.current, code: codeOf(byId("gate-code").value) });
    byId("gate-code").value = "";
  });
  byId("log").addEventListener("click", (event) => {
    const command = event.target.closest("[data-command]");
    if (command) act("send", { user: page.current, text: command.dataset.command });
    const link = event.target.closest("a[href]");
    const own = link && new RegExp(`^https?://t\\.me/${page.bot.username}\\?`, "i").test(link.href);
    if (own) { // the bot's own link opens the bot, as in Telegram
      event.preventDefault();
      act("start", { user: page.current, code: codeOf(link.href) });
    }
  });
  byId("add-person").addEventListener("click", () => byId("person-dialog").showModal());
  byId("person-cancel").addEventListener("click", () => byId("person-dialog").close());
  byId("person-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const added = await act("people", { name: byId("person-name").value, label: byId("person-label").value, section: "联络员" });
    if (!added) return;
    event.target.reset();
    byId("person-dialog").close();
    await load();
    choose(added.id);
  });
  document.addEventListener("visibilitychange", markRead);
}

startClock();
stayAtEnd();
startComposer();
startPage();
begin();
