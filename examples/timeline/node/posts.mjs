// Posts in a file, as examples/timeline/posts.py has them: a line each, an id is where
// its line begins, and FILE.lock is there while somebody writes.

import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const LINE = 2048; // bytes of a line, at most
const RECENT = 100; // posts among which a key is looked for
const NEWLINE = 10;

export class Locked extends Error {}
export class Taken extends Error {}

const shown = ([id, { author, text, at }]) => ({ id, author, text, at });

// Call with an open file, which is closed afterwards; without a file, give `none`.
function opened(path, flags, none, use) {
  let file;
  try {
    file = fs.openSync(path, flags);
  } catch (error) {
    if (error.code === "ENOENT" && none) return none;
    throw error;
  }
  try {
    return use(file, fs.fstatSync(file).size);
  } finally {
    fs.closeSync(file);
  }
}

function bytes(file, start, end) {
  const data = Buffer.alloc(Math.max(0, end - start));
  return data.subarray(0, fs.readSync(file, data, 0, data.length, start));
}

// Give whole lines that begin before `end`, the last first: [place, object].
function backwards(file, end, limit) {
  const start = Math.max(0, end - (limit + 1) * LINE);
  const data = bytes(file, start, end + LINE);
  const found = [];
  let from = start ? data.indexOf(NEWLINE) + 1 : 0;
  for (let to; (to = data.indexOf(NEWLINE, from)) >= 0; from = to + 1) {
    if (start + from >= end) break;
    found.push([start + from, JSON.parse(data.subarray(from, to))]);
  }
  return found.slice(-limit).reverse();
}

export class Posts {
  constructor(path, patience = 5000) {
    Object.assign(this, { path, patience, lock: `${path}.lock` });
  }

  before(end = Infinity, limit = 20) {
    return opened(this.path, "r", [], (file, size) =>
      backwards(file, Math.min(end, size), limit).map(shown));
  }

  get(id) {
    const [post] = this.before(id + 1, 1);
    return post?.id === id ? post : null;
  }

  async add({ author, text, key = "" }) {
    await this.take();
    try {
      return opened(this.path, "a+", null, (file, size) => {
        const end = this.cut(file, size);
        const known = key && backwards(file, end, RECENT).find(([, p]) => p.key === key);
        if (known) {
          if (known[1].author !== author || known[1].text !== text)
            throw new Taken(`key '${key}' is that of post ${known[0]}`);
          return shown(known);
        }
        const at = `${new Date().toISOString().slice(0, 19)}Z`;
        const post = { author, text, at, key };
        fs.writeSync(file, `${JSON.stringify(post)}\n`);
        return shown([end, post]);
      });
    } finally {
      fs.unlinkSync(this.lock);
    }
  }

  async take() {
    const giveUp = performance.now() + this.patience;
    for (;;) {
      try {
        return fs.closeSync(fs.openSync(this.lock, "wx"));
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
        if (performance.now() > giveUp) throw new Locked(this.stale());
        await sleep(2);
      }
    }
  }

  stale() {
    const name = this.lock.replace(/.*\//, "");
    return `${name} is there for ${this.patience / 1000} seconds; ` +
      "delete it if no writer runs";
  }

  // Cut off what a killed writer left behind its last whole line.
  cut(file, size) {
    const start = Math.max(0, size - LINE);
    const end = start + bytes(file, start, size).lastIndexOf(NEWLINE) + 1;
    if (end < size) fs.ftruncateSync(file, end);
    return end;
  }
}
