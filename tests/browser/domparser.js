// What DOMParser makes of each of many documents: its tags, texts and comments.
// What follows the body is put into it, as examples/htmldiff does.
(asked) => {
  const parser = new DOMParser();
  const walk = (node, out) => {
    switch (node.nodeType) {
      case Node.TEXT_NODE:
        return out.push(["T", node.data]);
      case Node.COMMENT_NODE:
        return out.push(["C", node.data]);
      case Node.PROCESSING_INSTRUCTION_NODE:
        return out.push(["P", node.target, node.data]);
      case Node.DOCUMENT_TYPE_NODE:
        return out.push(["D", node.name, node.publicId, node.systemId]);
    }
    const inside = node instanceof HTMLTemplateElement ? node.content : node;
    const pairs = Array.from(node.attributes, (one) => `${one.name}=${one.value}`);
    out.push([`<${node.localName}`, ...pairs.sort()]);
    inside.childNodes.forEach((child) => walk(child, out));
    out.push([">"]);
  };
  const read = (html) => {
    const page = parser.parseFromString(html, "text/html");
    const out = [];
    while (page.documentElement.nextSibling)
      page.documentElement.append(page.documentElement.nextSibling);
    if (page.body?.localName === "body")
      while (page.body.nextSibling) page.body.append(page.body.nextSibling);
    page.childNodes.forEach((child) => walk(child, out));
    return out;
  };
  // One text each way: values would be copied piece by piece.
  return JSON.stringify(JSON.parse(asked).map(read));
};
