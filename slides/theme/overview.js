// All slides at once: a row a chapter, a column a slide of the line, what is below it
// below it.  Arrows walk, Enter chooses, two digits go to a chapter.
"use strict";

const overview = (() => {
  let digits = ""; // typed so far

  function lay(dialog, typed = "") {
    digits = typed;
    const field = element("output", "digits");
    dialog.querySelector("header h2").after(field);
    const here = Reveal.getCurrentSlide();
    let focused;
    const choice = (slide, ...inside) => {
      const made = button("choice", () => show(slide), ...inside);
      if (!onLine(slide)) made.classList.add("below");
      if (slide === here) {
        made.setAttribute("aria-current", "true");
        focused = made;
      }
      return made;
    };
    for (const { head, number, slides } of chapters()) {
      const kind = head.classList.contains("chapter") ? "chapter" : "part";
      const first = choice(head, number && element("b", "number", number), heading(head));
      first.dataset.chapter = number;
      const row = element("div", `row ${kind}`, element("div", "head column", first));
      const columns = element("div", "columns");
      let column;
      for (const slide of slides) {
        if (onLine(slide) || !column) {
          column = element("div", "column");
          columns.append(column);
        }
        column.append(choice(slide, heading(slide)));
      }
      for (const one of columns.children) {
        const below = one.querySelectorAll(".below").length;
        if (below) one.dataset.below = below;
      }
      columns.style.setProperty("--columns", Math.max(5, columns.children.length));
      if (slides.length) row.append(columns);
      dialog.append(row);
    }
    dialog.addEventListener("focusin", ({ target }) => unfold(dialog, target));
    unfold(dialog, focused); // what is not seen takes no focus
    focused.focus();
    focused.closest(".row").scrollIntoView();
    focused.scrollIntoView({ block: "nearest" });
    spell(dialog);
  }

  // What is below the slides is shown in one row, the one that has the focus.
  function unfold(dialog, target) {
    if (!target.matches(".choice")) return;
    dialog.querySelector(".row.open")?.classList.remove("open");
    target.closest(".row").classList.add("open");
  }

  function spell(dialog) {
    dialog.querySelector(".digits").textContent = digits && `Chapter ${digits.padEnd(2, "_")}`;
  }

  function walk(event, dialog) {
    const name = Keys.name(event);
    if (/^\d$/.test(name)) return type(name, dialog);
    if (name === "Enter" || name === "Space") {
      dialog.querySelector("button:focus")?.click();
      return true;
    }
    const at = dialog.querySelector(".choice:focus");
    if (!at) return false;
    const rows = [...dialog.querySelectorAll(".row")].map((row) =>
      [...row.querySelectorAll(".column")].map((column) => [...column.children]),
    );
    const all = rows.flat(2);
    const r = rows.findIndex((row) => row.flat().includes(at));
    const c = rows[r].findIndex((column) => column.includes(at));
    const d = rows[r][c].indexOf(at);
    const clamp = (list, place) => list?.[Math.min(place, list.length - 1)];
    const to = {
      ArrowRight: () => clamp(rows[r][c + 1], d) ?? rows[r + 1]?.[0][0],
      ArrowLeft: () => clamp(rows[r][c - 1], d) ?? rows[r - 1]?.at(-1)[0],
      ArrowDown: () => rows[r][c][d + 1] ?? clamp(rows[r + 1], c)?.[0],
      ArrowUp: () => rows[r][c][d - 1] ?? clamp(rows[r - 1], c)?.[0],
      PageDown: () => rows[r + 1]?.[0][0],
      PageUp: () => rows[r - 1]?.[0][0],
      Home: () => all[0],
      End: () => all.at(-1),
      o: closePanel,
    }[name];
    if (!to) return false;
    const next = to();
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return true;
  }

  // The second digit goes to the chapter; one that is none is said, and forgotten.
  function type(digit, dialog) {
    digits += digit;
    const chapter = dialog.querySelector(`[data-chapter="${digits}"]`);
    if (chapter) chapter.click();
    else if (digits.length < 2) spell(dialog);
    else {
      dialog.querySelector(".digits").textContent = `There is no chapter ${digits}`;
      digits = "";
    }
    return true;
  }

  return panel("overview", "Overview", { fill: lay, keys: walk });
})();

Keys.bind("Find", ["o"], "overview: arrows and Enter choose", () => overview());
Keys.bind("Find", [..."0123456789"], "two digits: that chapter", (event) => {
  overview(Keys.name(event));
});

// A phone has no keys.
Reveal.on("ready", () => wall && document.body.append(button("menu", overview, "Overview")));
