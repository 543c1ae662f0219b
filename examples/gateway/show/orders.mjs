// The orders, with nothing but Node: who asks is checked here, whoever passed it on.
// node orders.mjs FD: serves on an open socket; ends when its standard input does.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = process.env.CHERRIES_KEY;
if (!key) throw new Error("CHERRIES_KEY is not set");
const orders = [{ sort: "Morello", grams: 2000, by: "anna" }];

// region signed
const TOKEN = /^(identity:([\w.~%-]+):(\d{1,12})):([\da-f]{64})$/;

function signed(token = "") {
  const [, said, name, until, code] = TOKEN.exec(token) ?? [];
  if (!said || until * 1000 < Date.now()) return null;
  const right = createHmac("sha256", key).update(said).digest();
  if (!timingSafeEqual(Buffer.from(code, "hex"), right)) return null;
  try { return decodeURIComponent(name); } catch { return null; }
}
// endregion

function answer(request, response) {
  const name = signed(request.headers["x-identity"]);
  response.setHeader("Cache-Control", "private, no-store");
  if (!name) return response.writeHead(401, { "WWW-Authenticate": "Identity" }).end();
  const own = orders.filter((order) => order.by === name);
  if (request.url === "/latest") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return response.end(own.map((o) => `<li>${o.grams} g ${o.sort}</li>\n`).join(""));
  }
  response.setHeader("Content-Type", "application/json");
  return response.end(JSON.stringify({ who: name, orders: own }));
}

// Connections are kept longer than the gateway keeps them.
const server = createServer({ keepAliveTimeout: 60_000 }, answer);
server.listen({ fd: Number(process.argv[2]) });
process.stdin.on("end", () => process.exit()).resume();
