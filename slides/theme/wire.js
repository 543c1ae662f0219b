// The wall's end of the wire to the consoles: it tells where the wall stands, and does
// what a console asks.  The line is a BroadcastChannel of this talk; a console that
// hears nothing there writes to the window that opened it, and is answered alike.
"use strict";

const Wire = (() => {
  const PAGE = "console.html";
  const SIZE = "width=1280,height=720";
  // A talk is a window of the wall: its name outlives a reload of it, and of the console.
  const talk = (() => {
    try {
      const name = sessionStorage.getItem("talk") ?? Math.random().toString(36).slice(2);
      sessionStorage.setItem("talk", name);
      return name;
    } catch {
      return "here"; // a browser that stores nothing
    }
  })();
  const channel = new BroadcastChannel(`talk-${talk}`);
  const direct = new Set(); // windows that wrote here
  let now; // the cut, and its line
  let copy; // of the console's page, for when the server is gone
  let opened;

  // What a console made of a cut holds until another cut is asked for.
  function kept(chosen) {
    let found;
    try {
      found = JSON.parse(sessionStorage.getItem("line"));
    } catch {
      // not stored
    }
    if (found?.asked !== chosen.cut) now = chosen;
    else if (!found.line) now = lineOf(found.cut);
    else now = { cut: found.cut, line: found.line.filter((id) => document.getElementById(id)) };
    if (now.line[0] !== chosen.line[0]) now = chosen;
    return now;
  }

  function state() {
    const slide = Reveal.getCurrentSlide();
    const { f } = Reveal.getIndices();
    const live = served && asked.has("live"); // the console asks which of them are up
    return { talk, from: "wall", digest: settings.digest, id: slide.id, step: f ?? -1, live, ...now };
  }

  function tell() {
    const said = state();
    channel.postMessage(said);
    for (const other of direct) {
      if (other.closed) direct.delete(other);
      else other.postMessage(said, "*"); // a file has no origin
    }
  }

  function hear({ data, source }) {
    if (data?.talk !== talk || data.from !== "console") return;
    if (source && source !== window) direct.add(source);
    if (data.key) Keys.lend({ type: "keydown", ...data.key });
    if (data.line) change(data);
    tell();
  }

  function change({ cut, line }) {
    const here = Reveal.getCurrentSlide();
    const { f } = Reveal.getIndices();
    const first = now.line[0];
    now = { cut, line: [first, ...line.filter((id) => id !== first && document.getElementById(id))] };
    stack(now.line);
    Reveal.sync();
    const { h, v } = Reveal.getIndices(here);
    Reveal.slide(h, v, f);
    try {
      // Of a cut that has a name its name: what is written meanwhile belongs to it.
      const cuts = document.getElementById(first).dataset.line.split(" ");
      const what = cuts.includes(cut) ? { cut } : now;
      const from = asked.get("cut") ?? "main";
      sessionStorage.setItem("line", JSON.stringify({ asked: from, ...what }));
    } catch {
      // not stored: a reload begins with the cut of the address
    }
  }

  // A name of its own: one that was used may still be that of a window which closes.
  function blank() {
    const name = `console-${talk}-${Math.random().toString(36).slice(2)}`;
    try {
      sessionStorage.setItem("console", name);
    } catch {
      // not stored: after a reload S opens another
    }
    return window.open("", name, SIZE);
  }

  // After a reload of the wall its console is known by name.  Where it was closed,
  // the browser answers with an empty window.
  function known() {
    try {
      const name = sessionStorage.getItem("console");
      return name ? window.open("", name, SIZE) : undefined;
    } catch {
      return undefined;
    }
  }

  function empty() {
    try {
      return opened.location.href === "about:blank" && !alive();
    } catch {
      return false;
    }
  }

  // S.  One more S brings back the console that is open.
  async function desk() {
    const page = new URL(`${PAGE}?talk=${talk}`, location.href);
    opened ??= known();
    if (opened && !opened.closed && alive()) return opened.focus();
    if (!opened || opened.closed || !empty()) opened = blank(); // at once, or it is a pop-up
    try {
      if (served) {
        const answer = await fetch(page, { method: "HEAD", signal: AbortSignal.timeout(2000) });
        await answer.text(); // unread, it would count as broken off
        if (!answer.ok) throw new Error(answer.statusText);
      }
      opened.location = page;
    } catch {
      write();
    }
  }

  // Whether that window has a console in it, and not the browser's page about an error.
  function alive() {
    try {
      return Boolean(opened.document.querySelector(".console"));
    } catch {
      return !served; // a file may not look into another
    }
  }

  // The server is gone: the console is written from the copy.
  function write() {
    try {
      opened.document.open();
    } catch { // the browser's page about an error, which is nobody's
      opened.close();
      opened = blank();
      opened.document.open();
    }
    opened.document.write(copy ?? "The server is gone, and was before this page had loaded.");
    opened.document.close();
  }

  function open() {
    channel.addEventListener("message", hear);
    addEventListener("message", hear);
    addEventListener("pagehide", () => channel.postMessage({ talk, from: "wall", gone: true }));
    for (const event of ["ready", "slidechanged", "fragmentshown", "fragmenthidden"]) {
      Reveal.on(event, tell);
    }
    if (served) {
      const keep = async () => {
        const answer = await fetch(PAGE);
        if (answer.ok) copy = await answer.text();
      };
      Reveal.on("ready", () => keep().catch(() => {}));
    }
  }

  return { kept, open, desk };
})();
