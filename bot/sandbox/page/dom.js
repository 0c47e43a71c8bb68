// Small helpers: elements from data (never from strings of HTML), requests, times.

export const byId = (id) => document.getElementById(id);

/** Make an element; children are nodes or text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

let toastTimer = 0;

/** Show a passing note. */
export function toast(text) {
  const node = byId("toast");
  node.textContent = text;
  node.hidden = !text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { node.hidden = true; }, 4000);
}

/** Show a note that must be put away. */
export function alertBox(text) {
  byId("alert-text").textContent = text;
  const box = byId("alert");
  if (!box.open) box.showModal();
}

async function answerOf(response) {
  const body = await response.json().catch(() => ({ error: `服务出错（${response.status}）` }));
  if (!response.ok) throw new Error(body.error || `服务出错（${response.status}）`);
  return body;
}

export const get = async (path) => answerOf(await fetch(path));

/** Do an action as a person; a refusal is shown and gives undefined. */
export async function act(name, body) {
  const form = body instanceof FormData;
  try {
    const response = await fetch(`/sandbox/${name}`, {
      method: "POST",
      headers: form ? {} : { "Content-Type": "application/json" },
      body: form ? body : JSON.stringify(body),
    });
    const answer = await answerOf(response);
    return answer.result ?? true;
  } catch (error) {
    toast(error instanceof TypeError ? "连接已断开，演示程序是否还在运行？" : error.message);
    return undefined;
  }
}

let zone = "Asia/Shanghai";
export const setZone = (name) => { zone = name; };
const format = (options, date) => new Intl.DateTimeFormat("zh-CN", { timeZone: zone, ...options }).format(date);

export const timeOf = (seconds) => format({ hour: "2-digit", minute: "2-digit", hour12: false }, seconds * 1000);
export const dayOf = (seconds) => `${format({ year: "numeric", month: "long", day: "numeric" }, seconds * 1000)} ${format({ weekday: "short" }, seconds * 1000)}`;
export const dayKey = (seconds) => format({ year: "numeric", month: "2-digit", day: "2-digit" }, seconds * 1000);

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}
