// The orders, with nothing but Node: who asks is checked here, whoever passed it on.
// It has no driver for the store, so it asks the stock, over HTTP.
// node orders.mjs: serves on descriptor 3 if LISTEN_FDS says so, else at PORT; ends at
// SIGTERM.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const { CHERRIES_KEY: key, CHERRIES_STOCK: stock } = process.env;
if (!key || !stock) throw new Error("CHERRIES_KEY or CHERRIES_STOCK is not set");

const TOKEN = /^(identity:([\w.~%-]+):(\d{1,12})):([\da-f]{64})$/;

function signed(token = "") {
  const [, said, name, until, code] = TOKEN.exec(token) ?? [];
  if (!said || until * 1000 < Date.now()) return null;
  const right = createHmac("sha256", key).update(said).digest();
  if (!timingSafeEqual(Buffer.from(code, "hex"), right)) return null;
  try { return decodeURIComponent(name); } catch { return null; }
}

async function ordered(identity) {
  const headers = { "X-Identity": identity };
  const answer = await fetch(`${stock}/orders`, { headers });
  if (!answer.ok) throw new Error(`the stock answers ${answer.status}`);
  return answer.json();
}

const escape = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

async function answer(request, response) {
  const identity = request.headers["x-identity"];
  const name = signed(identity);
  response.setHeader("Cache-Control", "private, no-store");
  if (!name) return response.writeHead(401, { "WWW-Authenticate": "Identity" }).end();
  try {
    const own = await ordered(identity);
    if (request.url === "/latest") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      const rows = own.map(({ sort, grams }) => `<li>${grams} g ${escape(sort)}</li>\n`);
      return response.end(rows.join(""));
    }
    response.setHeader("Content-Type", "application/json");
    return response.end(JSON.stringify({ who: name, orders: own }));
  } catch (error) {
    return response.writeHead(502).end(`${error.message}\n`);
  }
}

// Connections are kept longer than the gateway keeps them.
const { LISTEN_FDS: passed, PORT: port } = process.env;
if (!passed && !port) throw new Error("no socket was passed: set PORT=8001, or start it under a holder");
const at = passed ? { fd: 3 } : { host: "127.0.0.1", port };
createServer({ keepAliveTimeout: 60_000 }, answer).listen(at);
process.on("SIGTERM", () => process.exit());
