// Starts reveal.js, and gives the deck what reveal.js has not: live frames,
// and a reload on save.
"use strict";

const settings = document.currentScript.dataset;
const asked = new URLSearchParams(location.search);
const served = location.protocol.startsWith("http"); // a file asks for nothing
const wall = !asked.has("receiver") && !asked.has("view") && !asked.has("print-pdf");

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
  pdfPageHeightOffset: 0, // the page is as high as the slide
  plugins: [RevealNotes, RevealSearch, RevealZoom],
});

// A browser fetches a font when it is first needed, and draws with another until
// then.  All are fetched now, so that no slide jumps.
document.fonts.forEach((font) => font.load().catch(() => {}));

// reveal.js calls the deck an application, which would keep a screen reader
// from reading it as the document it is; and it hides all slides but one, even
// in the print view, where all are seen.
Reveal.on("ready", () => Reveal.getRevealElement().removeAttribute("role"));
Reveal.on("pdf-ready", () => {
  for (const slide of Reveal.getSlides()) {
    slide.hidden = false;
    slide.removeAttribute("aria-hidden");
  }
});

// The presenter console hears where the wall is when its first frame is ready.
// Its second, the next slide, may be later than that: it has the console ask again.
if (asked.has("receiver") && !asked.has("postMessageEvents")) {
  Reveal.on("ready", () => {
    parent.postMessage(JSON.stringify({ namespace: "reveal", eventName: "ready" }), "*");
  });
}

// A live frame lies over the stored output only while it shows a page of its
// example: one that is down, hangs, or answers with an error is taken away.
// A slow machine may get more seconds for it: ?live=20.
const patience = 1000 * (Number(asked.get("live")) || 2); // milliseconds

async function wake(box) {
  const address = new URL(`/live/${box.dataset.live}`, location.href);
  let frame = box.querySelector("iframe");
  const link = box.querySelector("a");
  if (link) link.href = link.textContent = address.href; // of this port
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(patience) });
    await answer.text(); // a server may hang after its headers, too
    if (!answer.ok) throw new Error(answer.statusText);
  } catch {
    frame?.remove();
    return;
  }
  if (box.querySelector("iframe")) return;
  frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = `Live: ${box.dataset.live}`;
  frame.src = address;
  const late = setTimeout(() => frame.remove(), patience);
  frame.addEventListener("load", () => {
    clearTimeout(late);
    // The browser's own page about an error is of another origin: no document.
    if (!frame.contentDocument) return frame.remove();
    frame.hidden = false;
    lendKeys(frame.contentWindow);
  });
  box.append(frame);
}

// Who clicks into a frame goes on with the deck's keys, but for typing there.
function lendKeys(inside) {
  inside.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const { key, code, keyCode, shiftKey } = event;
    const same = { key, code, keyCode, shiftKey, bubbles: true, cancelable: true };
    document.dispatchEvent(new KeyboardEvent("keydown", same));
  });
}

// `make present` asks for ?live.
if (asked.has("live") && served && wall) {
  const visit = () => Reveal.getCurrentSlide().querySelectorAll("[data-live]").forEach(wake);
  Reveal.on("ready", visit);
  Reveal.on("slidechanged", visit);
}

// `make watch` asks for ?watch: when the page on the server is another one,
// take it, and stay on the slide and its step.
function watch() {
  const id = decodeURIComponent(location.hash).replace(/^#\/?/, "").split("/")[0];
  const place = sessionStorage.getItem("place");
  sessionStorage.removeItem("place");
  if (place && !document.getElementById(id)) { // its heading was edited
    Reveal.on("ready", () => Reveal.slide(Number(place)));
  }
  // A page cannot read its own ETag; the server repeats it where it can.
  const [loaded] = performance.getEntriesByType("navigation");
  let seen = loaded.serverTiming.find((entry) => entry.name === "etag")?.description;
  const asking = setInterval(async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      await answer.text(); // unread, it would count as broken off
      const tag = answer.headers.get("ETag")?.slice(1, -1);
      seen ??= tag;
      if (!answer.ok || tag === seen) return;
      clearInterval(asking);
      sessionStorage.setItem("place", Reveal.getIndices().h);
      history.replaceState(null, "", `#${Reveal.getSlidePath()}`);
      location.reload();
    } catch {
      // The server is being started again: ask again.
    }
  }, 300);
}

if (asked.has("watch") && served) watch();
