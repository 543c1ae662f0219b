// Finds words in slides and notes, and lists where, by chapter.  It reads the slides
// and changes nothing on them; what is looked for is text, not a pattern.  What only
// the speaker is told, a cue, is on no wall, and so it is not looked through.
"use strict";

{
  const BLOCKS = "h2, p, li, pre, th, td, text, tspan, dt, dd, blockquote, .pill";
  const AROUND = 60; // characters before and after what is found
  let texts; // of each slide: its title, what is on it, what is said, and all in one

  const search = panel("search", "Search", { fill: ask, keys: pick });

  // Typed quotes find printed ones.  Each character stays one, so that places hold:
  // the small letter of İ would be two.
  function plain(text) {
    const typed = text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, "-");
    return typed.replace(/İ/g, "I").toLowerCase();
  }

  // The text of some nodes; that of two blocks is not one word.
  function textOf(nodes) {
    let text = "";
    let before;
    for (const node of nodes) {
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const block = walker.currentNode.parentElement.closest(BLOCKS);
        text += (block === before ? "" : " ") + walker.currentNode.data;
        before = block;
      }
    }
    return text.replace(/\s+/g, " ").trim();
  }

  function read() {
    return new Map(
      Reveal.getSlides().map((slide) => {
        const parts = [...slide.children].filter((one) => !one.matches("footer, .kicker, h2"));
        const said = parts.filter((one) => one.matches("aside.notes:not(.cue)"));
        const shown = parts.filter((one) => !one.matches("aside"));
        const all = [heading(slide), textOf(shown), textOf(said)];
        return [slide, [...all, plain(all.join(" "))]];
      }),
    );
  }

  function ask(dialog) {
    texts ??= read();
    const field = element("input");
    field.type = "search";
    field.setAttribute("aria-label", "Words of slides and notes");
    field.placeholder = "words of slides and notes";
    field.autocomplete = "off";
    const count = element("output", "count");
    const list = element("div", "found");
    dialog.querySelector("header h2").after(field, count);
    dialog.append(list);
    field.addEventListener("input", () => find(field.value, list, count));
    field.focus();
  }

  function find(words, list, count) {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    let number = 0;
    for (const { head, number: chapter, slides } of wanted.length ? chapters() : []) {
      const hits = [head, ...slides].flatMap((slide) => hit(slide, wanted) ?? []);
      if (!hits.length) continue;
      number += hits.length;
      const name = chapter ? `${chapter} · ${heading(head)}` : heading(head);
      list.append(element("section", "", element("h3", "", name), ...hits));
    }
    count.textContent = wanted.length ? `${number || "no"} slide${number === 1 ? "" : "s"}` : "";
  }

  // A button that leads to a slide, if each word is somewhere on it or in its notes.
  function hit(slide, wanted) {
    const [title, shown, said, whole] = texts.get(slide);
    if (!wanted.every((word) => whole.includes(word))) return null;
    const found = button("choice", () => show(slide), element("b", "", ...marked(title, wanted)));
    const places = (text) => wanted.map((word) => plain(text).indexOf(word)).filter((at) => at >= 0);
    const text = places(said).length > places(shown).length ? said : shown;
    if (places(text).length) {
      const at = Math.min(...places(text));
      const from = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
      const piece = text.slice(from, at + 2 * AROUND);
      const where = text === said ? element("i", "", "notes ") : "";
      const ends = [from ? "… " : "", from + piece.length < text.length ? " …" : ""];
      found.append(element("span", "", where, ends[0], ...marked(piece, wanted), ends[1]));
    }
    return found;
  }

  // The words that are looked for, marked in a text.
  function marked(text, wanted) {
    const low = plain(text);
    const nodes = [];
    let from = 0;
    while (from < text.length) {
      const next = wanted
        .map((word) => [low.indexOf(word, from), word.length])
        .filter(([place]) => place >= 0)
        .sort(([a, m], [b, n]) => a - b || n - m)[0];
      if (!next) break;
      const [place, length] = next;
      nodes.push(text.slice(from, place), element("mark", "", text.slice(place, place + length)));
      from = place + length;
    }
    return [...nodes, text.slice(from)];
  }

  function pick(event, dialog) {
    const all = [dialog.querySelector("input"), ...dialog.querySelectorAll(".choice")];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Enter") {
      const chosen = at > 0 ? all[at] : all[1];
      if (at < 0) return false; // the button that closes
      chosen?.click();
      return true;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return false;
    all[Math.max(0, Math.min(all.length - 1, at + step))].focus();
    return true;
  }

  Keys.bind("Find", ["/"], "search slides and notes", () => search());
}
