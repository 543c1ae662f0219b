// Token bucket, as examples/timeline/bucket.py has it: `burst` at once, then `rate` a
// second.  `take` gives 0, or the seconds until there will be a token.

const CLIENTS = 10_000;

export class Bucket {
  constructor(rate, burst, clock = () => performance.now() / 1000) {
    Object.assign(this, { rate, burst, clock, full: new Map() });
  }

  take(client) {
    const now = this.clock();
    const [left, then] = this.full.get(client) ?? [this.burst, now];
    const tokens = Math.min(this.burst, left + (now - then) * this.rate);
    const granted = tokens >= 1;
    this.full.delete(client); // so that the first one is the one unseen for longest
    this.full.set(client, [granted ? tokens - 1 : tokens, now]);
    if (this.full.size > CLIENTS) this.full.delete(this.full.keys().next().value);
    return granted ? 0 : (1 - tokens) / this.rate;
  }
}
