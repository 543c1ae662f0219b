// Ask over ZeroMQ, and never wait for ever: each try has a time-out and a socket of
// its own, so many may be under way. await ask("tcp://127.0.0.1:5009", "a request")
import { randomUUID } from "node:crypto";
import { Request } from "zeromq";

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
    const answer = await attempt(endpoint, [id, body], seconds, keys);
    if (answer?.[0].toString() === "ok") return answer[1];
    if (answer) throw problem(...answer);
  }
  throw new NoAnswer(`none from ${endpoint} after ${tries} tries`);
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
const problem = (state, why) => new { busy: Busy, failed: Failed }[state](why.toString());
