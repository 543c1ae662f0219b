// Every way in which a slide does not fit, as lines "slide: what".
() => {
  const found = [];
  const slides = Reveal.getSlides();

  const called = (element) => {
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 30);
    return `${element.localName} ${JSON.stringify(words)}`;
  };

  // The box of the words a block holds itself.  A line's box is taller than its
  // letters: a seventh off above and below keeps tight headings apart.
  const words = (block) => {
    const boxes = [];
    for (const node of block.childNodes) {
      const inline = node.nodeType === 1 && getComputedStyle(node).display === "inline";
      if (!inline && !(node.nodeType === 3 && node.data.trim())) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      boxes.push(...range.getClientRects());
    }
    if (!boxes.length) return null;
    const trim = boxes[0].height / 7;
    return {
      left: Math.min(...boxes.map((b) => b.left)),
      right: Math.max(...boxes.map((b) => b.right)),
      top: Math.min(...boxes.map((b) => b.top)) + trim,
      bottom: Math.max(...boxes.map((b) => b.bottom)) - trim,
    };
  };

  const within = (inner, outer, slack) =>
    inner.left >= outer.left - slack && inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack && inner.bottom <= outer.bottom + slack;

  const meet = (a, b, slack) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

  for (const slide of slides) {
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v);
    const say = (what) => found.push(`${slide.id}: ${what}`);
    const pixel = Reveal.getScale(); // one pixel of the slide, as it is shown
    const page = slide.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(slide);
    const room = {
      left: page.left + parseFloat(paddingLeft) * pixel,
      right: page.right - parseFloat(paddingRight) * pixel,
      top: page.top,
      bottom: slide.querySelector("footer").getBoundingClientRect().top,
    };
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    if (!within(page, screen, pixel)) say("the slide is not wholly in the window");

    const seen = [...slide.querySelectorAll("*")].filter(
      (e) => !e.closest("aside.notes, footer") && e.getClientRects().length,
    );
    const texts = [];
    for (const element of [slide, ...seen]) {
      const drawn = element.ownerSVGElement;
      if (drawn && element.localName !== "text") continue;
      const box = element.getBoundingClientRect();
      if (drawn) {
        if (!within(box, drawn.getBoundingClientRect(), pixel)) {
          say(`${called(element)} leaves its drawing`);
        }
        texts.push([element, box]);
        continue;
      }
      if (!within(box, page, pixel)) say(`${called(element)} leaves the slide`);
      if (element.clientWidth && element.scrollWidth > element.clientWidth + 1) {
        say(`${called(element)} is wider than its box`);
      }
      const style = getComputedStyle(element);
      const whole = ["section", "pre", "table", "figure"].includes(element.localName);
      const tight = parseFloat(style.fontSize) / 3; // letters may leave a tight line
      if (whole && element.scrollHeight > element.clientHeight + tight) {
        say(`${called(element)} is higher than its box`);
      }
      if (style.display === "inline" || element.localName === "svg") continue;
      const text = words(element);
      if (!text) continue;
      if (!within(text, room, pixel)) say(`${called(element)} is in the margin or the footer`);
      texts.push([element, text]);
    }
    texts.forEach(([one, a], i) => {
      for (const [other, b] of texts.slice(i + 1)) {
        if (meet(a, b, 2 * pixel)) say(`${called(one)} lies over ${called(other)}`);
      }
    });
  }
  Reveal.slide(0);
  return found;
};
