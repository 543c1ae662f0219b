// A rehearsal: the seconds for which each slide was on the wall go to `make present`,
// which keeps them and prints the table.
"use strict";

function rehearse() {
  let id;
  let since;
  let sending = Promise.resolve(); // one after the other: none overtakes

  function leave() {
    const seconds = (performance.now() - since) / 1000;
    const body = JSON.stringify({ slide: id, seconds });
    since = performance.now();
    const how = { method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" } };
    sending = sending.then(() => fetch("rehearsal", how)).catch(() => {});
  }

  Reveal.on("ready", () => {
    id = Reveal.getCurrentSlide().id;
    since = performance.now();
    setInterval(leave, 5000); // Ctrl-C does not wait for the last slide
  });
  Reveal.on("slidechanged", ({ currentSlide }) => {
    leave();
    id = currentSlide.id;
  });
  addEventListener("pagehide", leave);
}
