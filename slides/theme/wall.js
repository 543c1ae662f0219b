// What the speaker does to the wall and not to the deck: a spot while a key is held,
// zoom, darkness.  None of them is in the console, whose slides go on.
"use strict";

{
  const pointer = { x: innerWidth / 2, y: innerHeight / 2 };
  const spot = element("div", "spot");
  const dark = element("div", "dark");

  function point({ clientX, clientY }) {
    [pointer.x, pointer.y] = [clientX, clientY];
    aim();
  }

  // Only what is shown is told: a style of the whole page would be worked out for each
  // of its slides at every move.
  function aim() {
    const at = `${pointer.x}px ${pointer.y}px`;
    if (spot.isConnected) spot.style.setProperty("--at", at);
    const deck = Reveal.getRevealElement();
    if (deck.matches(".zoomed")) deck.style.transformOrigin = at;
  }

  function toggle(veil, on = !veil.isConnected) {
    if (on) document.body.append(veil);
    else veil.remove();
    aim();
  }

  function zoom(on) {
    Reveal.getRevealElement().classList.toggle("zoomed", on);
    aim();
  }

  addEventListener("pointermove", point);
  addEventListener("blur", () => toggle(spot, false)); // it will not hear the key's end
  Reveal.on("slidechanged", () => zoom(false));

  const [lit, unlit] = [true, false].map((on) => () => toggle(spot, on));
  Keys.bind("The wall", ["x"], "while held: a spot at the pointer", lit, unlit);
  Keys.bind("The wall", ["z"], "larger at the pointer, and back", () => zoom());
  Keys.bind("The wall", ["b", "."], "dark, and light again", () => toggle(dark));
  Keys.bind("The wall", ["f"], "the whole screen, and back", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
  Keys.bind("The wall", ["Escape"], "as it was; then the overview", () => {
    const changed = dark.isConnected || Reveal.getRevealElement().matches(".zoomed");
    toggle(dark, false);
    zoom(false);
    if (!changed) overview();
  });
}
