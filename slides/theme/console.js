// The console: notes, what is next, and the time.  It has the whole deck in it: without a
// wall it walks alone, and its own clock goes on.  It asks only which live examples are up.
"use strict";

const talk = new URLSearchParams(location.search).get("talk")
  ?? /^console-(\w+)-\w+$/.exec(window.name)?.[1] ?? "";
const channel = new BroadcastChannel(`talk-${talk}`);
const at = (id) => document.getElementById(id);

// What a talk has come to is kept, for a reload and for a second console.
const store = (key, value) => {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // not stored: it begins anew
  }
  return null;
};

// The slides.

const slides = [...at("deck").content.querySelectorAll("section")].map((section) => ({
  id: section.id,
  section,
  seconds: Number(section.dataset.seconds),
  cuts: section.dataset.line.split(" "),
  title: section.querySelector("h2")?.textContent ?? "Title",
  chapter: section.querySelector(".kicker")?.textContent.replace(/^↓ /, "") ?? "",
  notes: [...section.querySelectorAll("aside.notes:not(.cue)")],
  cues: [...section.querySelectorAll("aside.notes.cue")],
  demos: [...section.querySelectorAll("[data-live]")].map((box) => box.dataset.live),
  steps: section.querySelectorAll(".fragment").length,
}));
const byId = new Map(slides.map((slide, order) => [slide.id, { ...slide, order }]));
const minutes = JSON.parse(document.body.dataset.cuts);
const whole = (cut) => slides.filter((slide) => slide.cuts.includes(cut)).map((slide) => slide.id);

let here = { id: slides[0].id, step: -1, cut: "main", line: whole("main"), live: false };
let named = "main"; // the last cut of the deck's own; a line that was fitted is of it

// The slide of the line at which a slide stands: itself, or that which it is below.
const place = (id, line = here.line) => {
  const { order } = byId.get(id);
  return line.findLastIndex((one) => byId.get(one).order <= order);
};

function draw(screen, slide, step) {
  if (!slide) return screen.replaceChildren();
  const copy = slide.section.cloneNode(true);
  copy.querySelectorAll("aside.notes").forEach((aside) => aside.remove());
  copy.removeAttribute("id");
  copy.querySelectorAll(".fragment").forEach((one, k) => one.classList.toggle("visible", k <= step));
  copy.inert = true;
  const deck = document.createElement("div");
  deck.className = "reveal";
  deck.style.background = slide.section.dataset.backgroundColor;
  deck.innerHTML = '<div class="slides"></div>';
  deck.firstChild.append(copy);
  screen.replaceChildren(deck);
  fit(screen);
}

function fit(screen) {
  const deck = screen.querySelector(".reveal");
  if (deck) deck.style.transform = `scale(${screen.clientWidth / deck.offsetWidth})`;
}
addEventListener("resize", () => document.querySelectorAll(".screen").forEach(fit));

function show(state) {
  const moved = state.id !== here.id;
  here = { id: state.id, step: state.step, cut: state.cut, line: state.line, live: state.live };
  if (here.cut === "main" || here.cut in minutes) named = here.cut;
  const slide = byId.get(here.id);
  const n = place(here.id);
  const next = byId.get(here.line[n + 1]);
  const below = here.line[n] === here.id ? "" : ", below it";
  const steps = slide.steps ? `, step ${here.step + 1} of ${slide.steps}` : "";
  at("chapter").textContent = slide.chapter;
  at("place").textContent = `slide ${n + 1} of ${here.line.length}${below}${steps}`;
  draw(at("here"), slide, here.step);
  draw(at("next"), next, -1);
  at("next-title").textContent = next?.title ?? "the end";
  if (moved || !at("notes").childElementCount) {
    const copies = [...slide.cues, ...slide.notes].flatMap((aside) =>
      [...aside.children].map((child) => child.cloneNode(true)));
    at("notes").replaceChildren(...copies);
    at("notes").scrollTop = 0;
  }
  for (const option of [...at("cut").options].slice(1 + Object.keys(minutes).length)) option.remove();
  if (named !== here.cut) at("cut").add(new Option(here.cut));
  at("cut").value = here.cut;
  tick();
}

// The wire to the wall.

let heard = false; // on the channel; what is silent there goes by the opener
let wall = false;
let waiting;

function send(what) {
  const said = { talk, from: "console", ...what };
  if (!heard && window.opener) window.opener.postMessage(said, "*");
  else channel.postMessage(said);
}

function hear(event) {
  const { data } = event;
  if (data?.talk !== talk || data.from !== "wall") return;
  if (event.target === channel) heard = true;
  clearTimeout(waiting);
  if (data.gone) return alone();
  if (data.digest !== document.body.dataset.digest) return renew(data.digest);
  // The first answer only says where the wall is; a move comes after it.
  const moved = wall && (data.id !== here.id || data.step !== here.step);
  wall = true;
  at("wire").textContent = "";
  show(data);
  if (moved) begin();
}
channel.addEventListener("message", hear);
addEventListener("message", hear);

// The wall has a deck that was built anew: so does this page, once it is loaded again.
function renew(digest) {
  at("wire").textContent = "The deck was built anew: load this page again";
  if (location.protocol === "about:") return; // written from a copy: there is no page
  if (sessionStorage.getItem("digest") === digest) return; // it was, and is the old one
  sessionStorage.setItem("digest", digest);
  location.reload();
}

function alone() {
  wall = false;
  at("wire").textContent = "No wall: keys move this page alone";
}

// Asks the wall; one that does not answer is not there.
function ask(what, otherwise) {
  if (!wall) otherwise();
  send(what);
  clearTimeout(waiting);
  const silent = () => {
    if (wall) otherwise();
    alone();
  };
  waiting = setTimeout(silent, 1000);
}

// Keys.

const FORTH = ["ArrowRight", "PageDown", " ", "n", "l"];
const BACK = ["ArrowLeft", "PageUp", "p", "h"];
const LENT = [...FORTH, ...BACK, "ArrowDown", "ArrowUp", "j", "k", "Home", "End", "b", ".", "z"];

// As on the wall: whatever the caps lock, or a layout of another script, prints.
function printed({ key, code }) {
  const foreign = /(?!\p{Script=Latin})\p{L}/u.test(key) && key.length === 1;
  if (foreign) return code.replace(/^Key/, "").toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

function walk(event) {
  const [key, shiftKey] = [printed(event), event.shiftKey];
  const forth = FORTH.includes(key) && !shiftKey;
  const back = BACK.includes(key) || (key === " " && shiftKey);
  if (!forth && !back) return;
  const { steps } = byId.get(here.id);
  const n = place(here.id);
  if (forth && here.step + 1 < steps) show({ ...here, step: here.step + 1 });
  else if (back && here.step >= 0) show({ ...here, step: here.step - 1 });
  else {
    const to = here.line[forth ? n + 1 : n - 1];
    if (!to) return;
    show({ ...here, id: to, step: forth ? -1 : byId.get(to).steps - 1 });
  }
  begin();
}

addEventListener("keydown", (event) => {
  if (event.target.closest("input, select")) return;
  if ([" ", "Enter"].includes(event.key) && event.target.closest("button")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, code, keyCode, repeat, shiftKey } = event;
  const own = { t: () => repeat || toggle(), "+": () => size(2), "-": () => size(-2) }[printed(event)];
  const lent = LENT.includes(printed(event));
  if (own) own();
  else if (lent) ask({ key: { key, code, keyCode, repeat, shiftKey } }, () => walk(event));
  else return;
  event.preventDefault();
});

// Time: elapsed, and what was planned for here.

const CLOCK = `clock-${talk}`;
const fresh = () => ({ spent: 0, since: null, base: null });
let clock = store(CLOCK) ?? fresh();
if (clock.base && !byId.has(clock.base.id)) clock.base = null; // a slide was renamed
const keep = () => store(CLOCK, clock);
const elapsed = () => (clock.spent + (clock.since ? Date.now() - clock.since : 0)) / 1000;
const said = (seconds) => {
  const whole = Math.floor(Math.abs(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
const sum = (ids) => ids.reduce((all, id) => all + byId.get(id).seconds, 0);

addEventListener("storage", ({ key }) => {
  if (key === CLOCK) clock = store(CLOCK) ?? fresh();
});

// The clock starts with the first move, and the plan where that leads: a room that
// fills while the title is on the wall puts nobody behind.
function begin() {
  if (clock.base) return;
  clock.base = { seconds: elapsed(), id: here.id };
  clock.since ??= Date.now();
  keep();
  tick();
}

function toggle() {
  clock.spent = elapsed() * 1000;
  clock.since = clock.since ? null : Date.now();
  clock.base ??= { seconds: 0, id: here.id };
  keep();
  tick();
}

// When the slide that is shown was to begin, and when it was to end.  What is before
// the slide at which the clock began has no plan but to begin.
function planned() {
  const base = clock.base ?? { seconds: elapsed(), id: here.id };
  const [from, n] = [place(base.id), place(here.id)];
  const start = n < from
    ? base.seconds - sum(here.line.slice(n, from))
    : base.seconds + sum(here.line.slice(from, n));
  const begin = Math.max(0, start);
  return [begin, begin + byId.get(here.line[n]).seconds];
}

function tick() {
  const now = elapsed();
  const [start, end] = planned();
  const late = now > end ? now - end : Math.min(0, now - start);
  const how = late >= 1 ? "behind" : late <= -1 ? "ahead" : "";
  at("clock").textContent = said(now);
  at("pace").textContent = how ? `${said(late)} ${how}` : "on time";
  at("pace").className = how;
  const rest = sum(here.line.slice(place(here.id) + 1));
  at("sum").textContent = `planned here ${said(start)}, in all ${said(end + rest)}`;
  at("run").textContent = clock.since ? "Pause" : "Start";
  at("day").textContent = new Date().toTimeString().slice(0, 5);
}
setInterval(tick, 500);

at("run").addEventListener("click", toggle);
at("zero").addEventListener("click", () => {
  clock = fresh();
  keep();
  tick();
});

// Cuts.

for (const cut of Object.keys({ main: 0, ...minutes })) {
  at("cut").add(new Option(minutes[cut] ? `${cut}: ${minutes[cut]} minutes` : cut, cut));
}

function take(cut, line) {
  if (clock.base) clock.base = { seconds: elapsed(), id: here.id }; // the plan is new from here
  keep();
  ask({ cut, line }, () => show({ ...here, cut, line }));
}

at("cut").addEventListener("change", ({ target }) => {
  if (!byId.get(slides[0].id).cuts.includes(target.value)) return;
  at("fit").textContent = "";
  take(target.value, whole(target.value));
  target.blur();
});

const after = (cut) => whole(cut).slice(place(here.id, whole(cut)) + 1);

// What still fits of the rest of the cut: the last slide, then those of the shortest cut, then
// those of longer ones, each as long as there is time for it.
function fitting(seconds) {
  const n = place(here.id);
  const rest = after(named);
  const shortest = (id) => Math.min(99, ...byId.get(id).cuts.map((cut) => minutes[cut] ?? 99));
  const ranked = [...rest.slice(-1), ...rest.slice(0, -1).sort((a, b) => shortest(a) - shortest(b))];
  let left = seconds;
  const taken = new Set();
  for (const id of ranked) {
    if (byId.get(id).seconds > left) continue;
    left -= byId.get(id).seconds;
    taken.add(id);
  }
  return [...here.line.slice(0, n + 1), ...rest.filter((id) => taken.has(id))];
}

at("left").addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = Number(at("minutes").value);
  const line = fitting(60 * asked);
  const n = place(here.id);
  const [count, of] = [line.length - n - 1, after(named).length];
  const lasts = sum(line.slice(n + 1));
  at("fit").textContent = `${count} of ${of} slides, ${said(lasts)}`;
  take(`${asked} minute${asked === 1 ? "" : "s"} left`, line);
  at("minutes").blur();
});

// Notes: their size is remembered; at first it is that of the window.

function size(by) {
  const now = Math.min(72, Math.max(28, (store("console-notes") ?? Math.round(innerHeight / 26)) + by));
  if (by) store("console-notes", now);
  document.body.style.setProperty("--notes", `${now}px`);
}
at("smaller").addEventListener("click", () => size(-2));
at("larger").addEventListener("click", () => size(2));
size(0);

// Which of the line's live examples are up.

async function demos() {
  const names = [...new Set(here.line.flatMap((id) => byId.get(id).demos))];
  if (!here.live) {
    at("demos").textContent = names.length ? "Demos: stored output" : "";
    return;
  }
  const found = await Promise.all(names.map(async (name) => {
    const word = document.createElement("span");
    try {
      const answer = await fetch(`/live/${name}`, { signal: AbortSignal.timeout(5000) });
      await answer.text();
      if (!answer.ok) throw new Error(answer.statusText);
      word.textContent = ` ${name.split("/")[0]} up`;
    } catch {
      word.textContent = ` ${name.split("/")[0]} down`;
      word.className = "down";
    }
    return word;
  }));
  at("demos").replaceChildren(...(found.length ? ["Demos:", ...found] : []));
}

alone();
show(here);
send({});
if (window.opener) window.opener.postMessage({ talk, from: "console" }, "*");
setTimeout(demos, 500); // the wall has said which cut it is
setInterval(demos, 30_000);
// A wall that was loaded anew knows nobody but those on the channel.
setInterval(() => heard || send({}), 1000);
