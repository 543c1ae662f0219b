// What axe finds, and what it leaves open, as lines "what rule: slide: element".
// Of words in a drawing it cannot tell the ground they stand on; we can.
async () => {
  const found = [];
  const say = (what, element) => {
    const slide = element?.closest("section")?.id ?? "page";
    found.push(`${what}: ${slide}: ${element?.outerHTML.slice(0, 120)}`);
  };
  const report = ({ violations, incomplete }) => {
    for (const [kind, rules] of [["violates", violations], ["leaves open", incomplete]]) {
      for (const rule of rules) {
        for (const node of rule.nodes) {
          say(`${kind} ${rule.id}`, node.element);
        }
      }
    }
  };
  const contrast = ["color-contrast"];
  const resultTypes = ["violations", "incomplete"];
  // The elements themselves: a selector for each would take a third of the time.
  const told = { resultTypes, selectors: false, elementRef: true };
  const rules = { "color-contrast": { enabled: false } };
  report(await axe.run(document, { ...told, rules }));
  // What is marked as known is proved elsewhere, and takes most of the time.
  report(await axe.run({ exclude: ["figure svg", "[data-known]"] }, { ...told, runOnly: contrast }));

  // The relative luminance and contrast of WCAG 2.
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  // What one answer serves for: a page is laid out anew after each change.
  const kept = (make) => {
    const answers = new Map();
    return (key) => {
      if (!answers.has(key)) answers.set(key, make(key));
      return answers.get(key);
    };
  };
  const rgb = kept((colour) => {
    const one = Object.assign(document.createElement("i"), { style: `color: ${colour}` });
    document.body.append(one);
    const computed = getComputedStyle(one).color;
    one.remove();
    return computed;
  });
  const filled = kept((drawn) =>
    [...drawn.querySelectorAll("rect, circle, ellipse, path, polygon")]
      .map((shape) => [shape, getComputedStyle(shape).fill])
      .filter(([, fill]) => fill !== "none")
      .map(([shape, fill]) => [shape, fill, shape.getScreenCTM().inverse()]));
  // Whatever is painted last at a point, and filled, is the ground there.
  const ground = (text, x, y) => {
    const below = filled(text.ownerSVGElement).filter(([shape, , inverse]) => {
      if (shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING) return false;
      return shape.isPointInFill(new DOMPoint(x, y).matrixTransform(inverse));
    });
    if (below.length) return below.at(-1)[1];
    const paper = getComputedStyle(text.closest("figure")).backgroundColor;
    const bare = paper === "rgba(0, 0, 0, 0)"; // the figure has no ground of its own
    return bare ? text.closest("section").dataset.backgroundColor : paper;
  };
  for (const text of document.querySelectorAll("figure svg text")) {
    const { x, y, width, height } = text.getBoundingClientRect();
    if (!width) continue; // on the wall only one slide is drawn; in print all are
    const style = getComputedStyle(text);
    const size = parseFloat(style.fontSize) * text.getScreenCTM().a;
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const below = ground(text, x + width / 2, y + height / 2);
    const enough = ratio(style.fill, rgb(below)) >= (large ? 3 : 4.5);
    if (!enough) say("violates color-contrast", text);
  }
  return found;
}
