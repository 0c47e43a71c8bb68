// The clock on top: runs on between readings, and is moved by three buttons.

import { act, byId, setZone, toast } from "./dom.js";

let base = 0;
let read = 0;
let zone = "Asia/Shanghai";
const buttons = () => document.querySelectorAll("[data-move]");

function tick() {
  if (!base) return;
  const now = new Date(base + performance.now() - read);
  const show = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: zone, ...options }).format(now);
  const day = show({ month: "long", day: "numeric" });
  const time = show({ hour: "2-digit", minute: "2-digit", hour12: false });
  byId("clock-year").textContent = show({ year: "numeric" });
  byId("clock-rest").textContent = `${day} ${show({ weekday: "short" })} ${time}`;
}

/** Take over a reading of the server: now (ISO), zone, moving. */
export function setClock(reading) {
  base = Date.parse(reading.now);
  read = performance.now();
  zone = reading.zone;
  setZone(zone);
  for (const button of buttons()) button.disabled = reading.moving;
  tick();
}

async function move(kind) {
  for (const button of buttons()) button.disabled = true;
  toast("时钟推进中…");
  const result = await act("clock", kind === "day" ? { days: 1 } : { to: kind });
  for (const button of buttons()) button.disabled = false;
  if (!result) return;
  setClock(result);
  toast(result.note || `时钟已到 ${byId("clock").textContent}`);
}

export function startClock() {
  for (const button of buttons()) button.addEventListener("click", () => move(button.dataset.move));
  setInterval(tick, 1000);
}
