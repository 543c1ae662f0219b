// The page that names the keys: the rows of Keys, so none that does nothing.
"use strict";

{
  const CAPS = {
    ArrowRight: "→ Right", ArrowLeft: "← Left", ArrowDown: "↓ Down", ArrowUp: "↑ Up", Escape: "Esc",
    PageDown: "Page ↓", PageUp: "Page ↑", "Shift+Space": "Shift Space",
  };

  const help = panel("help", "Keys", {
    fill(dialog) {
      const groups = element("div", "groups");
      for (const [group, rows] of Keys.groups) {
        const list = element("dl", "");
        for (const { names, says } of rows) {
          const caps = names.join("") === "0123456789" ? ["0", "4"] : names;
          const made = caps.map((name) => element("kbd", "", CAPS[name] ?? name.replace(/^[a-z]$/, (l) => l.toUpperCase())));
          list.append(element("div", "", element("dt", "", ...made), element("dd", "", says)));
        }
        groups.append(element("section", "", element("h3", "", group), list));
      }
      dialog.append(groups);
      dialog.tabIndex = -1;
      dialog.focus();
    },
    keys(event) {
      const again = ["?", "F1"].includes(event.key);
      if (again) closePanel();
      return again;
    },
  });

  Keys.bind("Find", ["?", "F1"], "this page", () => help());
}
