// What the deck consists of: chapters, the slides of the line, those below them.
"use strict";

// The words of a slide's heading.
function heading(slide) {
  return slide.querySelector("h2")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

// The chapters of the deck in order, the title and the parts among them, each with its
// first slide and with those that follow.
function chapters() {
  const found = [];
  for (const slide of Reveal.getSlides()) {
    const [id] = slide.id.split("--");
    const number = /^(\d\d)-/.exec(id)?.[1] ?? "";
    const first = slide.matches(".title, .part, .chapter");
    if (first) found.push({ head: slide, number, slides: [] });
    else found.at(-1).slides.push(slide);
  }
  return found;
}

// Whether a slide is on the line of the cut, and not below another.
function onLine(slide) {
  return slide.parentElement.matches(".slides") || slide === slide.parentElement.firstElementChild;
}

// Goes to a slide, from whatever is laid over the wall.
function show(slide) {
  closePanel();
  const { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v);
}
