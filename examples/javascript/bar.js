// <shop-bar>: who is signed in, and how much is in the basket, on any page.
//
//   <script type="module" src="https://account.example/bar.js"></script>
//
// That is all: the bar is pinned to the foot of the window.  Or write <shop-bar> where
// you want it, with a link to sign in inside, and reserve its height in your stylesheet:
//   shop-bar { display: block; height: 3rem }
// The link is shown until the JSON has come, and again if it does not come.
//
// A page that changed the basket says so:
//   document.dispatchEvent(new Event("shop-changed"))
//
// No innerHTML and no style attribute: a page may forbid both.  It has to allow the
// origin of this file in script-src and connect-src, and nothing else.
//
// Limits: a page that comes back by the browser's Back shows what it showed; the script
// wants a body, so it is not for an async script in a head.

const ADDRESS = new URL("bar.json", import.meta.url);
// Milliseconds for the JSON; another number by bar.js?patience=500.
const PATIENCE = Number(new URL(import.meta.url).searchParams.get("patience") ?? 2000);

const LOOK = new CSSStyleSheet();
LOOK.replaceSync(`
:host { all: initial; display: block; height: 3rem }
:host([pinned]) { position: fixed; inset: auto 0 0; z-index: 2147483647 }
@media print { :host([pinned]) { display: none } }
nav { box-sizing: border-box; height: 100%; padding: 0 1rem; display: flex; gap: 1.5rem;
  align-items: center; justify-content: end; background: #9b1232;
  font: 1rem/1.2 system-ui, sans-serif }
a, ::slotted(a), summary { color: #fff7ee }
summary { cursor: pointer }
:focus-visible, ::slotted(a:focus-visible) { outline: 3px solid #fff7ee; outline-offset: 3px }
details { position: relative }
ul { position: absolute; right: -.5rem; top: 100%; margin: .5rem 0; padding: .25rem 0;
  list-style: none; background: #fffdf9; border: 2px solid #9b1232; border-radius: 8px }
:host([pinned]) ul { top: auto; bottom: calc(100% + .5rem) }
li a { display: block; padding: .5rem 1rem; color: #241d1a; white-space: nowrap }
li a:focus-visible { outline-color: #9b1232; outline-offset: -3px }
[role=status] { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap }
[hidden] { display: none }
`);
// The page's end, and what the keyboard reaches, do not lie below a pinned bar.
const ROOM = new CSSStyleSheet();
ROOM.replaceSync(`
html { scroll-padding-bottom: 3rem }
body::after { content: ""; display: block; height: 3rem }
`);

// region ask
async function ask() {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const how = { credentials: "include", signal };
    const answer = await fetch(ADDRESS, how);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // down, slow, refused, no JSON: the page goes on
  }
}
// endregion

class ShopBar extends HTMLElement {
  #basket = link("basket", "");
  #name = make("summary");
  #links = make("ul");
  #menu = make("details", { hidden: true }, this.#name, this.#links);
  #slot = make("slot", {}, link("sign-in", "Sign in"));
  #status = make("p", { role: "status" });
  #asked = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [LOOK];
    const parts = [this.#basket, this.#slot, this.#menu, this.#status];
    root.append(make("nav", { ariaLabel: "Shop" }, ...parts));
    this.#basket.hidden = true;
    this.#menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#menu.open = false;
      this.#name.focus();
    });
  }

  connectedCallback() {
    document.addEventListener("shop-changed", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    document.removeEventListener("shop-changed", this);
  }

  // Ask, and show the answer, unless another question was asked since.
  async handleEvent() {
    const asked = ++this.#asked;
    const said = await ask();
    if (asked === this.#asked) this.#show(said);
  }

  // region show
  #show(said) {
    this.#basket.hidden = !said;
    this.#menu.hidden = !said?.name;
    this.#slot.hidden = Boolean(said?.name); // else the link to sign in
    this.#name.textContent = said?.name ?? "";
    this.#basket.textContent = `Basket: ${said?.basket}`;
    // endregion
    const items = Object.entries(said?.links ?? {}).map(([text, to]) => link(to, text));
    this.#links.replaceChildren(...items.map((item) => make("li", {}, item)));
    // Said aloud when it changes, and not on every page.
    if (this.dataset.state) this.#status.textContent = said ? this.#basket.textContent : "";
    this.dataset.state = said ? (said.name ? "signed-in" : "anonymous") : "unreachable";
  }
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// A link to an address relative to this file; none that is a script.
function link(to, text) {
  const { href, protocol } = new URL(to, import.meta.url);
  if (!protocol.startsWith("http")) throw new TypeError(`${to} is no web address`);
  return make("a", { href, textContent: text });
}

if (!customElements.get("shop-bar")) {
  customElements.define("shop-bar", ShopBar);
  if (!document.querySelector("shop-bar")) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, ROOM];
    const bar = document.createElement("shop-bar");
    bar.toggleAttribute("pinned", true);
    document.body.append(bar);
  }
}
