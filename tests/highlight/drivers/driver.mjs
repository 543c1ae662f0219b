// Do what lines of JSON ask, with the client in JavaScript; answer with lines of JSON.
import { createInterface } from "node:readline";
import { highlight, HighlightError } from "../../../examples/highlight/clients/highlight.mjs";

// The highlighter over ZeroMQ, by the client of examples/zeromq.
async function pirate(to, code, { id, seconds, ...options }) {
  const { ask } = await import("../../../examples/zeromq/clients/lazy_pirate.mjs");
  const body = JSON.stringify({ id, code, ...options });
  const told = JSON.parse(await ask(to, body, { seconds, tries: 1 }));
  if (told.problem) throw new HighlightError(told.problem);
  return told.html;
}

async function outcome({ to, seconds, code, id, options }) {
  const client = to.startsWith("tcp:") ? pirate : highlight;
  try {
    return { html: await client(to, code, { id, seconds, ...options }) };
  } catch (error) {
    if (!(error instanceof HighlightError)) throw error;
    const { kind, status, near } = error;
    return { kind, status, near, late: kind === "timed-out" || kind === "no-answer" };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const outcomes = await Promise.all(JSON.parse(line).map(outcome));
  console.log(JSON.stringify(outcomes));
}
process.exit(0);
