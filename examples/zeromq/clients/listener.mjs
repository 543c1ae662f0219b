// Pull and subscribe in JavaScript. A subscriber counts what it lost. A line that was
// cut is noticed by the system; after long silence close this, and make a new one.
import { Pull, Subscriber } from "zeromq";

export class Listener {
  late = 0;
  lost = 0;
  seen = new Map();

  // A puller; with topics, a subscriber. seconds: of silence
  constructor(endpoint, topics, { seconds = 2.5, keys = {} } = {}) {
    const odd = (key) => key.length !== 40;
    if (Object.values(keys).some(odd)) throw new RangeError("a key has 40 letters");
    this.seconds = seconds;
    const alive = { tcpKeepalive: 1, tcpKeepaliveIdle: 3, tcpKeepaliveInterval: 1 };
    const options = { linger: 0, receiveTimeout: seconds * 1000, ...alive, ...keys };
    this.socket = topics ? new Subscriber(options) : new Pull(options);
    topics?.forEach((topic) => this.socket.subscribe(`${topic}\0`));
    this.socket.connect(endpoint);
  }

  async pull() {
    return (await this.socket.receive())[0];
  }

  // Undefined if all that came was a sign of life
  async message() {
    const stop = Date.now() + this.seconds * 1000;
    for (;;) {
      const [name, run, bytes, body] = await this.socket.receive();
      const topic = name.toString();
      const number = Number(bytes.readBigUInt64BE());
      const [known, last] = this.seen.get(topic) ?? [run, 0];
      const missing = number - (known.equals(run) ? last : 0) - (body ? 1 : 0);
      this[this.seen.has(topic) ? "lost" : "late"] += missing;
      this.seen.set(topic, [run, number]);
      if (body || Date.now() > stop) return body;
    }
  }

  close() { this.socket.close(); }
}
