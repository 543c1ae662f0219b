// Do what a test asks, a line of JSON at a time: its name, and named arguments.

import { createInterface } from "node:readline";
import * as client from "../../examples/zeromq/clients/lazy_pirate.mjs";
import { Listener } from "../../examples/zeromq/clients/listener.mjs";

const listeners = new Map();
const CURVE = {
  CURVE_SERVERKEY: "curveServerKey",
  CURVE_PUBLICKEY: "curvePublicKey",
  CURVE_SECRETKEY: "curveSecretKey",
};

function named(keys = {}) {
  return Object.fromEntries(Object.entries(keys).map(([k, v]) => [CURVE[k], v]));
}

const tasks = {
  ask: ({ endpoint, body, keys, ...options }) =>
    client.ask(endpoint, body, { ...options, keys: named(keys) }),
  async many({ count, ...given }) {
    const all = Array.from({ length: count }, () => tasks.ask(given));
    const told = await Promise.allSettled(all);
    const whys = new Set(told.map(({ reason }) => `${reason.constructor.name}: ${reason.message}`));
    return `${told.length} ${[...whys].join(", ")}`;
  },
  listen({ endpoint, topics, keys, seconds = 20 }) {
    const options = { seconds, keys: named(keys) };
    listeners.set(endpoint, new Listener(endpoint, topics, options));
    return "listening";
  },
  pull: ({ endpoint }) => listeners.get(endpoint).pull(),
  message: async ({ endpoint }) => (await listeners.get(endpoint).message()) ?? "",
  lost({ endpoint }) {
    const { late, lost } = listeners.get(endpoint);
    return `${late} ${lost}`;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, given] = JSON.parse(line);
  let told;
  try {
    told = { ok: (await tasks[name](given)).toString() };
  } catch (error) {
    told = { error: error.constructor.name, why: error.message };
  }
  process.stdout.write(JSON.stringify(told) + "\n");
}
process.exit(0);
