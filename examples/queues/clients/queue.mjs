// Put and take the tasks of examples.queues in Redis:
//   const queue = await open("redis://127.0.0.1:6379/0", "tasks");
//   await queue.put({ picture: "cherry.jpg" });
//   const task = await queue.take({ wait: 20 });
//   await queue.ack(task); // or queue.fail(task, "why")

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";

const SCRIPT = readFileSync(new URL("../redis_queue.lua", import.meta.url), "utf8");

export async function open(url, name, { lease = 30, deliveries = 4 } = {}) {
  const redis = createClient({ url, socket: { reconnectStrategy: false } });
  redis.on("error", () => {}); // the call that meets it is rejected as well
  await redis.connect();
  const keys = ["queue", "later", "dead"].map((kind) => `${kind}:${name}`);
  const me = randomUUID();
  const run = (...words) =>
    redis.eval(SCRIPT, { keys, arguments: [words[0], me, ...words.slice(1).map(String)] });
  const settle = async (verb, task, ...more) =>
    (await run(verb, task.entry, task.delivery, ...more)) === 1;

  return {
    put: (body) => redis.xAdd(keys[0], "*", { body: JSON.stringify(body) }),

    async take({ wait = 0 } = {}) { // null if there was none
      const stop = Date.now() + wait * 1000;
      let row;
      while (!(row = await run("take", lease * 1000, deliveries))) {
        if (Date.now() >= stop) return null;
        await sleep(200);
      }
      const [entry, id, delivery, text] = row;
      return { entry, id, delivery, body: JSON.parse(text) };
    },

    // False if somebody else has it by now
    extend: (task) => settle("extend", task),
    ack: (task) => settle("ack", task),
    fail: (task, why, delay = 0) => settle("fail", task, deliveries, delay * 1000, why),

    async close() {
      await run("clean", lease * 1000);
      redis.destroy();
    },
  };
}
