// The API again, in Node without a framework: node api.mjs FILE [PORT]
//
// It prints its address, and listens on the loopback interface until SIGTERM.  What it
// has to keep stands in ../openapi.json, which it serves, too.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Bucket } from "./bucket.mjs";
import { Locked, Posts, Taken } from "./posts.mjs";

const FILE = readFileSync(new URL("../openapi.json", import.meta.url));
const CONTRACT = JSON.parse(FILE);
const { required, properties } = CONTRACT.components.schemas.New;
const PAGE = Object.fromEntries(
  CONTRACT.paths["/posts"].get.parameters.map(({ name, schema }) => [name, schema]));
const NUMBER = /^(0|[1-9][0-9]{0,15})$/;
const HOST = /^(127\.0\.0\.1|localhost)(:\d+)?$/;
const TITLES = {
  400: "The request cannot be read",
  403: "This came from another site",
  404: "There is nothing here",
  405: "This cannot be done here",
  409: "The key is taken",
  413: "The body is too long",
  415: "The body is not JSON",
  422: "The post cannot be taken",
  429: "Too many requests",
  500: "The timeline is broken",
  503: "Come back later",
};

class Problem extends Error {
  constructor(status, detail, headers = {}) {
    super(detail);
    Object.assign(this, { status, headers });
  }
}

function number(query, name) {
  const text = query.get(name);
  if (text === null) return undefined;
  const { minimum, maximum } = PAGE[name];
  if (!NUMBER.test(text) || text < minimum || text > maximum)
    throw new Problem(400, `${name} is a number from ${minimum} to ${maximum}`);
  return Number(text);
}

// Characters are counted, as JSON counts: a cherry is one, and two for `length`.
function check(name, value, { minLength, maxLength, pattern }) {
  const length = typeof value === "string" ? [...value].length : -1;
  if (length < minLength || length > maxLength)
    throw new Problem(422, `${name} is a text of ${minLength} to ${maxLength} characters`);
  if (!value.isWellFormed()) throw new Problem(422, `${name} has half a character`);
  if (!new RegExp(pattern, "u").test(value))
    throw new Problem(422, `${name} does not match ${pattern}`);
}

function checked(given) {
  if (given === null || typeof given !== "object" || Array.isArray(given))
    throw new Problem(422, "a post is an object");
  for (const name of Object.keys(given))
    if (!Object.hasOwn(properties, name)) throw new Problem(422, `a post has no '${name}'`);
  for (const [name, schema] of Object.entries(properties))
    if (Object.hasOwn(given, name) || required.includes(name))
      check(name, given[name], schema);
  return given;
}

async function body(request) {
  const type = (request.headers["content-type"] ?? "").split(";")[0].trim();
  if (type.toLowerCase() !== "application/json")
    throw new Problem(415, `application/json is read, not '${type.slice(0, 40)}'`);
  const most = CONTRACT["x-body"];
  const parts = [];
  let length = 0;
  // Leaving this loop would hang up before the answer is read: so go on, and keep nothing.
  for await (const part of request) if ((length += part.length) <= most) parts.push(part);
  if (length > most) throw new Problem(413, `a body has ${most} bytes at most`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    throw new Problem(400, "the body is no JSON in UTF-8");
  }
}

function sameSite({ headers }) {
  if (headers.origin !== undefined && headers.origin.split("//")[1] !== headers.host)
    throw new Problem(403, `'${headers.origin.slice(0, 80)}' may not post here`);
}

const only = (...methods) => new Problem(405, `only ${methods}`, { Allow: methods.join() });
const reads = (method) => method === "GET" || method === "HEAD";

export function createApi(posts, bucket) {
  async function answer(request) {
    const url = new URL(`http://timeline${request.url.replace(/^\/+/, "/")}`);
    const { method } = request;
    if (!HOST.test(request.headers.host ?? "")) throw new Problem(400, "a foreign host");
    const wait = Math.ceil(bucket.take(request.socket.remoteAddress));
    if (wait)
      throw new Problem(429, `wait for ${wait} s; the limit is x-rate`, { "Retry-After": wait });
    const one = url.pathname.match(/^\/posts\/([^/]+)$/);
    if (url.pathname === "/openapi.json") {
      if (!reads(method)) throw only("GET", "HEAD");
      return [200, FILE];
    }
    if (one) {
      if (!reads(method)) throw only("GET", "HEAD");
      const post = NUMBER.test(one[1]) && posts.get(Number(one[1]));
      if (!post) throw new Problem(404, `there is no post '${one[1].slice(0, 40)}'`);
      return [200, post];
    }
    if (url.pathname !== "/posts") throw new Problem(404, "there is only /posts");
    if (method === "POST") {
      sameSite(request);
      const post = await posts.add(checked(await body(request)));
      return [201, post, { Location: `posts/${post.id}` }];
    }
    if (!reads(method)) throw only("GET", "HEAD", "POST");
    // region page
    const before = number(url.searchParams, "before");
    const limit = number(url.searchParams, "limit") ?? PAGE.limit.default;
    const found = posts.before(before, limit);
    const last = found.at(-1)?.id;
    const older = last ? `?before=${last}&limit=${limit}` : null;
    return [200, { posts: found, older }];
    // endregion
  }

  const times = { requestTimeout: 10_000, headersTimeout: 10_000 };
  return createServer(times, async (request, response) => {
    let [status, document, headers, type] = [500, {}, {}, "json"];
    try {
      [status, document, headers = {}] = await answer(request);
    } catch (error) {
      let problem = error;
      if (error instanceof Taken) problem = new Problem(409, error.message);
      else if (error instanceof Locked)
        problem = new Problem(503, error.message, { "Retry-After": 1 });
      else if (!(error instanceof Problem)) {
        if (request.destroyed && !request.complete) return; // the client has gone
        console.error(error);
        problem = new Problem(500, "the log says why");
      }
      ({ status, headers } = problem);
      const title = TITLES[status];
      document = { type: "about:blank", title, status, detail: problem.message };
      type = "problem+json";
    }
    request.resume(); // what is left of a body that nobody wanted
    const text = Buffer.isBuffer(document) ? document : JSON.stringify(document);
    response.writeHead(status, {
      ...headers,
      "Content-Type": `application/${type}`,
      "Content-Length": Buffer.byteLength(text),
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Cache-Control": "no-store",
      Server: "timeline (Node)",
    });
    response.end(text);
  });
}

const [path, port = 0] = process.argv.slice(2);
if (!path) {
  console.error("node api.mjs FILE [PORT]");
  process.exit(2);
}
const { burst, perSecond } = CONTRACT["x-rate"];
const scale = Number(process.env.TIMELINE_RATE ?? 1); // for tests and benches: times so many
const server = createApi(new Posts(path), new Bucket(perSecond * scale, burst * scale));
server.listen(Number(port), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}`));
process.on("SIGTERM", () => {
  server.close();
  server.closeIdleConnections();
});
