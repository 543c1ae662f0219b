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
  report(await axe.run({ exclude: ["figure svg"] }, { ...told, runOnly: contrast }));

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
  // Whatever is painted last at a point, and filled, is the ground there.
  const ground = (text, x, y) => {
    const drawn = text.ownerSVGElement;
    const shapes = [...drawn.querySelectorAll("rect, circle, ellipse, path, polygon")];
    const below = shapes.filter((shape) => {
      if (getComputedStyle(shape).fill === "none") return false;
      if (shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING) return false;
      const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      return shape.isPointInFill(point);
    });
    if (below.length) return getComputedStyle(below.at(-1)).fill;
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
    const rgb = Object.assign(document.createElement("i"), { style: `color: ${below}` });
    document.body.append(rgb);
    const enough = ratio(style.fill, getComputedStyle(rgb).color) >= (large ? 3 : 4.5);
    rgb.remove();
    if (!enough) say("violates color-contrast", text);
  }
  return found;
}
