// Pygments over HTTP, by Node's fetch, which keeps connections.
// Options: language, lines, marked, numbers, style; id; seconds, for each of two tries.
class HighlightError extends Error {
  name = "HighlightError";

  constructor({ type, status, detail, near = [] }, options) { // RFC 9457
    super(detail, options);
    Object.assign(this, { kind: type.split(":").at(-1), status, detail, near });
  }

  static from(cause) {
    const type = cause.name === "TimeoutError" ? "no-answer" : "unreachable";
    return new HighlightError({ type, detail: `${cause.cause ?? cause}` }, { cause });
  }
}
async function highlight(base, code, options = {}, tries = 2) {
  try {
    const answer = await post(base, code, options);
    if (answer.status === 200) return await answer.text();
    if (answer.status === 404) throw new Error("the HTML went");
    throw new HighlightError(await answer.json());
  } catch (error) {
    if (error instanceof HighlightError) throw error;
    if (tries > 1 && error.name !== "TimeoutError")
      return highlight(base, code, options, tries - 1);
    throw HighlightError.from(error);
  }
}
async function post(base, code, { id = crypto.randomUUID(), seconds = 5, ...query }) {
  const headers = { "Content-Type": "text/plain", Prefer: "return=representation" };
  headers["X-Request-Id"] = id;
  const signal = AbortSignal.timeout(Math.ceil(1000 * seconds));
  const url = new URL(`${base}/h?${new URLSearchParams(query)}`);
  const answer = await fetch(url, { method: "POST", body: code, headers, signal });
  if (new URL(answer.url).origin === url.origin) return answer;
  throw new Error(`sent to ${answer.url}`); // by a 303: that is not our service
}
export { highlight, HighlightError };
