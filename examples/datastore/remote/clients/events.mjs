// Tell what happened, as events.py does:
//   const redis = await connect("redis://127.0.0.1:6379/0");
//   await tell(redis, "orders", "ordered", { kind: "cherry" });

import { createClient } from "redis";

export async function connect(url) {
  const redis = createClient({ url, socket: { reconnectStrategy: false } });
  redis.on("error", () => {}); // the call that meets it is rejected as well
  return redis.connect();
}

const TRIM = { strategy: "MAXLEN", strategyModifier: "~", threshold: 10_000 };

export const tell = (redis, topic, what, fields) =>
  redis.xAdd(`events:${topic}`, "*", { what, ...fields }, { TRIM });
