// Starts reveal.js, and gives the deck what reveal.js has not: live frames,
// and a reload on save.
"use strict";

const settings = document.currentScript.dataset;
const asked = new URLSearchParams(location.search);

Reveal.initialize({
  width: Number(settings.width),
  height: Number(settings.height),
  margin: 0,
  center: false,
  hash: true,
  controls: false, // keys, swipes and clicks on the progress bar remain
  transition: "none",
  backgroundTransition: "none",
  defaultTiming: Number(settings.pace),
  pdfSeparateFragments: false,
  plugins: [RevealNotes, RevealSearch, RevealZoom],
});

// A frame is put in only when its example answers; until then, and when it
// stops answering, the stored output stays.  `make present` asks for ?live.
async function wake(box) {
  const address = new URL(`/live/${box.dataset.live}`, location.href);
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(2000) });
    if (!answer.ok) throw new Error(`${address} says ${answer.status}`);
  } catch {
    box.querySelector("iframe")?.remove();
    return;
  }
  if (box.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.title = `Live: ${box.dataset.live}`;
  box.append(frame);
}

if (asked.has("live")) {
  const visit = () => Reveal.getCurrentSlide().querySelectorAll("[data-live]").forEach(wake);
  Reveal.on("ready", visit);
  Reveal.on("slidechanged", visit);
}

// `make watch` asks for ?watch: when the page on the server is another one,
// take it.  The address keeps the slide.
if (asked.has("watch")) {
  let seen;
  setInterval(async () => {
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
      const tag = answer.headers.get("ETag");
      if (answer.ok && seen && tag !== seen) location.reload();
      if (answer.ok) seen = tag;
    } catch {
      // The server is being restarted: ask again.
    }
  }, 300);
}
