// Ask over ZeroMQ, and never wait for ever: each try has a time-out and a socket of its
// own. 100 are under way at most, for one takes three of a process's 1,023 sockets, and
// a few files; others wait for their turn. await ask("tcp://127.0.0.1:5009", "a request")
import { randomUUID } from "node:crypto";
import { Request } from "zeromq";
let free = 100;
const turns = [];
export class NoAnswer extends Error {}
export class Refused extends Error {}
export class Busy extends Error {}
export class Failed extends Error {}

// seconds: a try; keys: { curveServerKey, curvePublicKey, curveSecretKey }
export async function ask(endpoint, body, options = {}) {
  const { seconds = 2.5, tries = 3, keys = {} } = options;
  if (Object.values(keys).some(odd)) throw new RangeError("a key has 40 letters");
  const id = randomUUID();
  for (let n = 0; n < tries; n++) {
    const answer = await turn(() => attempt(endpoint, [id, body], seconds, keys));
    if (answer?.[0].toString() === "ok") return answer[1];
    if (answer) throw new { busy: Busy, failed: Failed }[answer[0]](answer[1]);
  }
  throw new NoAnswer(`none from ${endpoint} after ${tries} tries`);
}
async function turn(run) {
  if (free) free--; else await new Promise((go) => turns.push(go));
  try { return await run(); } finally { turns.length ? turns.shift()() : free++; }
}
async function attempt(endpoint, request, seconds, keys) {
  const socket = new Request({ linger: 0, receiveTimeout: seconds * 1000, ...keys });
  let refused = false;
  socket.events.on("handshake:error:auth", () => { refused = true; socket.close(); });
  try {
    socket.connect(endpoint);
    await socket.send(request);
    const [told, ...answer] = await socket.receive();
    return told.toString() === request[0] ? answer : undefined;
  } catch (error) {
    if (refused) throw new Refused(`${endpoint} refuses our key`);
    if (error.code !== "EAGAIN") throw error;
  } finally {
    socket.close();
  }
}
const odd = (key) => key.length !== 40;
