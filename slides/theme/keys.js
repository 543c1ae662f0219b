// The keys of the wall, one table: what is heard and what the help page names are the
// same rows.  A key counts by what is printed on it, event.key.  Only where it prints a
// letter of another script, or no digit in the row of digits, it counts by its place,
// event.code: B is B on a Dvorak keyboard, and on a Cyrillic one.
"use strict";

const FIELDS = "input, textarea, select, audio, video, [contenteditable]:not([contenteditable=false])";
const BUTTONS = "button, a[href], summary, [role=button]";

const Keys = {
  groups: new Map(), // a heading of the help page, and its rows
  heard: new Map(), // the name of a key, and its row
  held: new Map(), // the place of a key that is held, and its row

  // names: of the keys; says: what the help page says of them; press: what they do.
  // release: what ends it, where it lasts while the key is held.
  bind(group, names, says, press, release) {
    const row = { names, says, press, release };
    Keys.groups.set(group, [...(Keys.groups.get(group) ?? []), row]);
    for (const name of names) Keys.heard.set(name, row);
  },

  forget(name) {
    const row = Keys.heard.get(name);
    for (const [group, rows] of Keys.groups) {
      Keys.groups.set(group, rows.filter((one) => one !== row));
    }
    for (const one of row.names) Keys.heard.delete(one);
  },

  // A key that was pressed in a frame, or in another window, is pressed on the wall.
  lend({ type, key, code, keyCode, repeat, shiftKey, ctrlKey, altKey, metaKey }) {
    const how = { key, code, keyCode, repeat, shiftKey, ctrlKey, altKey, metaKey };
    const on = document.querySelector("dialog[open]") ?? document;
    on.dispatchEvent(new KeyboardEvent(type, { ...how, bubbles: true, cancelable: true }));
  },

  // Shift+Space, PageDown, b, ?, 4.
  name({ key, code, shiftKey }) {
    const shifted = shiftKey ? "Shift+" : "";
    if (key === " ") return `${shifted}Space`;
    if (key.length > 1) return shifted + key;
    if (!shiftKey) {
      const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
      if (digit && !Keys.heard.has(key)) return digit;
      const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
      if (letter && /(?!\p{Script=Latin})\p{L}/u.test(key)) return letter.toLowerCase();
      return key.toLowerCase(); // the caps lock may be on
    }
    return /\p{L}/u.test(key) ? shifted + key : key;
  },

  // Whether a key is meant for what has the focus: a field, or a button.
  typed(event) {
    const on = event.composedPath()[0]; // inside of a custom element, too
    if (event.isComposing || on.closest?.(FIELDS)) return true;
    return [" ", "Enter"].includes(event.key) && Boolean(on.closest?.(BUTTONS));
  },

  hear(event) {
    if (!wall || Keys.typed(event)) return;
    const chord = event.ctrlKey || event.metaKey || event.altKey;
    if (chord && !event.getModifierState("AltGraph")) return; // the browser's own
    const row = Keys.heard.get(Keys.name(event));
    if (!row) return; // reveal.js may know it
    event.preventDefault();
    event.stopImmediatePropagation();
    if (row.release) Keys.held.set(event.code, row);
    if (!event.repeat || row.repeats) row.press(event);
  },

  // By its place: with another key pressed since, it would have another name.
  end({ code }) {
    Keys.held.get(code)?.release();
    Keys.held.delete(code);
  },
};

document.addEventListener("keydown", Keys.hear);
document.addEventListener("keyup", Keys.end);

{
  const moves = [
    [["ArrowRight", "Space", "PageDown", "n", "l"], "on, along the main line", "next"],
    [["ArrowLeft", "Shift+Space", "PageUp", "p", "h"], "back", "prev"],
    [["ArrowDown", "j"], "down, to what is below", "down"],
    [["ArrowUp", "k"], "up again", "up"],
  ];
  for (const [names, says, move] of moves) {
    Keys.bind("Move", names, says, () => Reveal[move]());
    Keys.heard.get(names[0]).repeats = true; // while it is held
  }
  const last = () => Reveal.getHorizontalSlides().length - 1;
  Keys.bind("Move", ["Home"], "the first slide", () => Reveal.slide(0, 0));
  Keys.bind("Move", ["End"], "the last slide", () => Reveal.slide(last(), 0));
}
