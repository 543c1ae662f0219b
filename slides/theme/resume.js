// Remembers where the wall was, and offers to go on there: for a browser that was
// closed, a server that was started again.  An address that names a slide is no fresh
// start.  It is kept by origin and path, so another port knows nothing of it.
"use strict";

{
  const PLACE = `place ${location.pathname}`;
  const fresh = location.hash.replace(/^#\/?/, "") === "";
  const offer = element("div", "offer");
  let storage; // a browser may be told to keep nothing
  try {
    storage = localStorage;
  } catch {
    storage = null;
  }

  function remember() {
    const { h, f } = Reveal.getIndices();
    const { id } = Reveal.getCurrentSlide();
    if (offer.isConnected) Keys.forget("Enter");
    offer.remove();
    if (h === 0) return; // the title is where one begins
    const last = Reveal.getHorizontalSlides().length - 1;
    if (h === last) storage?.removeItem(PLACE);
    else storage?.setItem(PLACE, JSON.stringify({ id, step: f }));
  }

  function propose() {
    const { id, step } = JSON.parse(storage?.getItem(PLACE) ?? "{}");
    const slide = document.getElementById(id);
    if (!fresh || !slide) return;
    const kicker = slide.querySelector(".kicker")?.textContent;
    const go = () => {
      const { h, v } = Reveal.getIndices(slide);
      Reveal.slide(h, v, step);
    };
    const place = [kicker, heading(slide)].filter(Boolean).join(": ");
    offer.append(button("", go, element("kbd", "", "Enter"), "go on at ", element("b", "", place)));
    document.body.append(offer);
    Keys.bind("Move", ["Enter"], "go on where you were", go);
  }

  Reveal.on("ready", () => {
    if (!wall) return;
    propose();
    const moves = ["slidechanged", "fragmentshown", "fragmenthidden"];
    for (const event of moves) Reveal.on(event, remember);
  });
}
