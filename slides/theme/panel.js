// A page that is laid over the wall: overview, search, help.  It is a dialog, so the
// browser keeps the focus in it, takes Esc, and gives the focus back.
"use strict";

const panels = []; // the label of each, and what opens it

// Makes a panel, and returns the function that opens it.
// fill: puts what it shows into the dialog that it is given, each time it is opened.
// keys: does what a key does in it, and says whether it was one of its own.
function panel(name, label, { fill, keys }) {
  const open = (...more) => {
    closePanel();
    const dialog = element("dialog", `panel ${name}`);
    dialog.setAttribute("aria-label", label);
    const others = panels.filter((one) => one.open !== open);
    const links = others.map((one) => button("link", one.open, one.label));
    dialog.append(element("header", "", element("h2", "", label), ...links, button("close", closePanel, "Close")));
    dialog.addEventListener("close", () => dialog.remove()); // Esc, by the browser
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the slides below do not move
      // A chord is the browser's own.
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const closes = event.key === "Escape"; // one that was lent, too
      if (closes) closePanel();
      if (closes || keys(event, dialog)) event.preventDefault();
    });
    document.body.append(dialog);
    dialog.showModal();
    fill(dialog, ...more);
  };
  panels.push({ label, open });
  return open;
}

// Closes what is open.  A dialog that is only closed may keep the focus in it.
function closePanel() {
  const dialog = document.querySelector("dialog[open]");
  dialog?.close();
  dialog?.remove();
}

function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

function button(className, press, ...inside) {
  const made = element("button", className, ...inside);
  made.type = "button";
  made.addEventListener("click", () => press());
  return made;
}
