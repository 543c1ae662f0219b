// The orders, with nothing but Node: who asks is checked here, whoever passed it on.
// node orders.mjs FD: serves on an open socket; ends when its standard input does.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = process.env.CHERRIES_KEY;
const orders = [{ sort: "Morello", grams: 2000, by: "anna" }];

// region signed
function signed(token = "") {
  const [use, name, until, code = ""] = token.split(":");
  const said = [use, name, until].join(":");
  const hmac = createHmac("sha256", key).update(said).digest("hex");
  const [came, right] = [Buffer.from(code), Buffer.from(hmac)];
  if (came.length !== right.length) return null;
  if (!timingSafeEqual(came, right)) return null;
  if (use !== "identity" || until * 1000 < Date.now()) return null;
  return decodeURIComponent(name);
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

const server = createServer(answer);
server.keepAliveTimeout = 60_000; // longer than the gateway keeps a connection
server.listen({ fd: Number(process.argv[2]) });
process.stdin.on("end", () => process.exit()).resume();
