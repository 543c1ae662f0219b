// Pull and subscribe in JavaScript. A subscriber counts what it lost.

import { Pull, Subscriber } from "zeromq";

export class Listener {
  late = 0;
  lost = 0;
  seen = new Map();

  // A puller; with topics, a subscriber. seconds: of silence
  constructor(endpoint, topics, { seconds = 2.5, keys = {} } = {}) {
    const options = { linger: 0, receiveTimeout: seconds * 1000, ...keys };
    this.socket = topics ? new Subscriber(options) : new Pull(options);
    topics?.forEach((topic) => this.socket.subscribe(`${topic}\0`));
    this.socket.connect(endpoint);
  }

  async pull() {
    const [body] = await this.socket.receive();
    return body;
  }

  async message() {
    const [name, run, bytes, body] = await this.socket.receive();
    const topic = name.toString();
    const number = Number(bytes.readBigUInt64BE());
    const [known, last] = this.seen.get(topic) ?? [run, 0];
    const missing = number - (known.equals(run) ? last : 0) - (body ? 1 : 0);
    this[this.seen.has(topic) ? "lost" : "late"] += missing;
    this.seen.set(topic, [run, number]);
    return body ?? this.message();
  }

  close() {
    this.socket.close();
  }
}
