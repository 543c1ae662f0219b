// The site as a client of its API: older posts when the link to them comes into sight,
// new ones without loading the page.  Texts are texts; nothing is ever read as HTML.

const list = document.querySelector("#posts");
const form = document.querySelector("#new");
const status = document.querySelector("[role=status]");
const link = document.querySelector("a[rel=next]");
const blank = document.querySelector("template").content;
const api = new URL(list.dataset.api, location);
let older = new URL(list.dataset.older, location);

const LATER = [429, 502, 503, 504]; // the same request may pass
const TRIES = 8;

class Refused extends Error {}

// Ask until there is an answer.  A page may be asked for again; a post, too, for its key.
async function ask(url, options = {}) {
  for (let tries = 1; ; tries++) {
    let wait = 0.05 * 2 ** tries; // seconds
    try {
      const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(10_000) });
      const document = await answer.json();
      if (answer.ok) {
        list.dataset.answeredBy = answer.headers.get("Server") ?? "";
        list.dispatchEvent(new Event("answered"));
        return { document, url: answer.url };
      }
      if (!LATER.includes(answer.status)) throw new Refused(document.detail);
      wait = Number(answer.headers.get("Retry-After")) || wait;
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    if (tries === TRIES) throw new Refused("Nobody answers. Try again later.");
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

function item({ id, author, text, at }) {
  const one = blank.cloneNode(true).firstElementChild;
  one.dataset.id = id;
  one.querySelector("b").textContent = author;
  one.querySelector("time").dateTime = at;
  one.querySelector("time").textContent = at.slice(11, 16);
  one.querySelector("p").textContent = text;
  return one;
}

const isShown = ({ id }) => list.querySelector(`[data-id="${id}"]`);

async function more() {
  const { document: page, url } = await ask(older);
  list.append(...page.posts.filter((post) => !isShown(post)).map(item));
  if (page.older) older = new URL(page.older, url);
  else link.remove();
}

const eye = new IntersectionObserver(async ([{ isIntersecting }]) => {
  if (!isIntersecting) return;
  eye.unobserve(link);
  try {
    await more();
    eye.observe(link); // which tells at once whether it is in sight still
  } catch (error) {
    status.textContent = error.message; // the link is left, and leads to the next page
  }
}, { rootMargin: "200px" });
if (link) eye.observe(link);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const { document: post } = await ask(api, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (!isShown(post)) list.prepend(item(post));
    form.elements.text.value = "";
    form.elements.key.value = key();
    status.textContent = "";
  } catch (error) {
    status.textContent = error.message;
  } finally {
    button.disabled = false;
  }
});

function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
