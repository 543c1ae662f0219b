// Starts reveal.js, and gives the deck what reveal.js has not: a main line with
// depth below it, cuts, live frames, and a reload on save.
"use strict";

const settings = document.currentScript.dataset;
const asked = new URLSearchParams(location.search);
const served = location.protocol.startsWith("http"); // a file asks for nothing
const wall = !asked.has("view") && !asked.has("print-pdf");

// The slides of the line stand side by side; each other lies below the one before it.
// None is removed.  The console may have it done anew while one speaks.
function stack(line) {
  const slides = [...document.querySelectorAll(".slides section:not(.stack)")];
  document.querySelectorAll(".slides > .stack").forEach((old) => old.replaceWith(...old.children));
  let top;
  for (const slide of slides) {
    if (line.includes(slide.id)) {
      top = slide;
      continue;
    }
    if (!top.parentElement.matches(".stack")) {
      const stack = document.createElement("section");
      stack.className = "stack";
      stack.dataset.startIndexv = 0; // come back to its first slide, not to the last seen
      top.replaceWith(stack);
      stack.append(top);
    }
    top.parentElement.append(slide);
  }
}

// The line of the cut that is asked for, ?cut=20; or what the console made of it.
function lineOf(cut) {
  const slides = [...document.querySelectorAll(".slides section[data-line]")];
  const cuts = slides[0].dataset.line.split(" "); // the first slide is in every cut
  if (!cuts.includes(cut)) console.warn(`no cut ${cut}; there are: ${cuts.join(", ")}`);
  const name = cuts.includes(cut) ? cut : "main";
  const line = slides.filter((slide) => slide.dataset.line.split(" ").includes(name));
  return { cut: name, line: line.map((slide) => slide.id) };
}
const chosen = lineOf(asked.get("cut") ?? "main");
stack(Wire.kept(chosen).line);

// Keys, swipes and the console ask reveal.js to move by these names.  Its own "next"
// dives into every stack; its own "up" and "down" go through the steps first.
const Line = () => ({
  id: "line",
  init: (deck) => {
    const left = new Map(); // the step at which a slide was left for what is below it
    const steps = ({ skipFragments } = {}) => !skipFragments;
    const last = () => deck.getHorizontalSlides().length - 1;
    const climb = (v) => {
      const { h } = deck.getIndices();
      const stack = deck.getHorizontalSlides()[h];
      deck.slide(h, v, left.get(stack.querySelectorAll("section")[v]));
    };
    const forth = (how) => {
      if (steps(how) && deck.nextFragment()) return;
      const { h } = deck.getIndices();
      if (h < last()) deck.slide(h + 1, 0);
    };
    const back = (how) => {
      if (steps(how) && deck.prevFragment()) return;
      const { h, v } = deck.getIndices();
      if (v > 0) climb(0);
      else if (h > 0) deck.slide(h - 1, 0);
    };
    const dive = () => {
      if (!deck.availableRoutes().down) return;
      const { h, v, f } = deck.getIndices();
      left.set(deck.getCurrentSlide(), f);
      deck.slide(h, v + 1);
    };
    const up = () => {
      if (deck.availableRoutes().up) climb(deck.getIndices().v - 1);
    };
    const moves = { next: forth, right: forth, prev: back, left: back, down: dive, up };
    for (const [name, move] of Object.entries(moves)) {
      const own = deck[name]; // for a phone, which scrolls
      deck[name] = Reveal[name] = (how) => (deck.isScrollView() ? own(how) : move(how));
    }
  },
});

Reveal.initialize({
  width: Number(settings.width),
  height: Number(settings.height),
  margin: 0,
  scrollActivationWidth: 0, // on a phone, too, an address opens its slide
  center: false,
  hash: true,
  controls: false, // keys, swipes and clicks on the progress bar remain
  transition: "none",
  backgroundTransition: "none",
  pdfSeparateFragments: false,
  pdfPageHeightOffset: 0, // the page is as high as the slide
  help: false, // these four are our own, in scripts beside this one
  overview: false,
  pause: false,
  jumpToSlide: false,
  plugins: [Line],
});

Keys.bind("The wall", ["s"], "the console: notes, next slide, clock", Wire.desk);

// Links into the checkout are there where this page lies in one, as a file.
if (location.protocol === "file:" && location.pathname.endsWith("/build/slides/index.html")) {
  document.querySelectorAll("a[data-checkout]").forEach((a) => (a.href = a.dataset.checkout));
}

// A browser fetches a font when it is first needed, and draws with another until
// then.  All are fetched now, so that no slide jumps.
document.fonts.forEach((font) => font.load().catch(() => {}));

// reveal.js calls the deck an application, which would keep a screen reader
// from reading it as the document it is; and it hides all slides but one, even
// in the print view, where all are seen.
Reveal.on("ready", () => Reveal.getRevealElement().removeAttribute("role"));
Reveal.on("pdf-ready", () => {
  for (const slide of document.querySelectorAll(".slides section")) {
    slide.hidden = false;
    slide.removeAttribute("aria-hidden");
  }
});

// A live frame lies over the stored output only while it shows a page of its
// example: one that is down, hangs, or answers with an error is taken away.
// A slow machine may get more seconds for it: ?live=20.
const patience = 1000 * (Number(asked.get("live")) || 2); // milliseconds

async function wake(box) {
  const address = new URL(`/live/${box.dataset.live}`, location.href);
  const link = box.querySelector("a");
  if (link) link.href = link.textContent = address.href; // of this port
  const down = () => {
    box.querySelector("iframe")?.remove();
    box.classList.add("down"); // which is said beside its address
  };
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(patience) });
    await answer.text(); // a server may hang after its headers, too
    if (!answer.ok) throw new Error(answer.statusText);
  } catch {
    return down();
  }
  if (box.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = `Live: ${box.dataset.live}`;
  frame.src = address;
  const late = setTimeout(down, patience);
  frame.addEventListener("load", () => {
    clearTimeout(late);
    // The browser's own page about an error is of another origin: no document.
    if (!frame.contentDocument) return down();
    frame.hidden = false;
    box.classList.remove("down");
    lend(frame);
  });
  box.append(frame);
}

// Who clicks into a frame goes on with the deck's keys, but for typing there; and the
// spot follows the pointer into it.
function lend(frame) {
  const inside = frame.contentWindow;
  const lent = (event) => Keys.typed(event) || Keys.lend(event);
  inside.addEventListener("keydown", lent);
  inside.addEventListener("keyup", lent);
  const end = () => dispatchEvent(new Event("blur")); // of what a held key does
  end(); // the page before took the key's end along
  inside.addEventListener("blur", end);
  inside.addEventListener("pointermove", (event) => {
    const { left, top, width } = frame.getBoundingClientRect();
    const scale = width / frame.offsetWidth;
    const place = { clientX: left + event.clientX * scale, clientY: top + event.clientY * scale };
    dispatchEvent(new PointerEvent("pointermove", place));
  });
}

// `make present` asks for ?live.
if (asked.has("live") && served && wall) {
  const visit = () => Reveal.getCurrentSlide().querySelectorAll("[data-live]").forEach(wake);
  Reveal.on("ready", visit);
  Reveal.on("slidechanged", visit);
}

if (wall) Wire.open();
if (asked.has("rehearse") && served && wall) rehearse();

// `make watch` asks for ?watch: when the page on the server is another one,
// take it, and stay on the slide and its step.
function watch() {
  const id = decodeURIComponent(location.hash).replace(/^#\/?/, "").split("/")[0];
  const place = sessionStorage.getItem("place");
  sessionStorage.removeItem("place");
  if (place && !document.getElementById(id)) { // its heading was edited
    Reveal.on("ready", () => {
      const slides = Reveal.getSlides();
      const { h, v } = Reveal.getIndices(slides[Math.min(place, slides.length - 1)]);
      Reveal.slide(h, v);
    });
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
      sessionStorage.setItem("place", Reveal.getSlides().indexOf(Reveal.getCurrentSlide()));
      history.replaceState(null, "", `#${Reveal.getSlidePath()}`);
      location.reload();
    } catch {
      // The server is being started again: ask again.
    }
  }, 300);
}

if (asked.has("watch") && served) watch();
